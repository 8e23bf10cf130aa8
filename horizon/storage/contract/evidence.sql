-- one row per document a signal rests on in a judgement
SELECT signal_id, week_on, as_of, doc_id, origin_id, stance, rank AS evidence_rank, run_id FROM core_signal_evidence
ORDER BY week_on, as_of, signal_id, rank
