-- one row per document a signal rests on in a judgement
SELECT e.signal_id, e.week_on, e.as_of, e.doc_id, e.origin_id, e.stance, e.rank AS evidence_rank, e.as_of = l.as_of AS is_latest, e.run_id
FROM core_signal_evidence AS e
JOIN (SELECT week_on, max(as_of) AS as_of FROM core_signal GROUP BY week_on) AS l ON l.week_on = e.week_on
