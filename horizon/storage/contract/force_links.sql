-- one row per tie of a signal to a force in a judgement
SELECT signal_id, force_id, week_on, as_of, confidence, cue_score, similarity, phrases, doc_ids, run_id FROM core_force_link
ORDER BY week_on, as_of, signal_id, confidence DESC, force_id
