-- one row per tie of a signal to a force in a judgement
SELECT f.signal_id, f.force_id, f.week_on, f.as_of, f.confidence, f.cue_score, f.similarity, f.phrases, f.doc_ids,
       f.as_of = max(f.as_of) OVER (PARTITION BY f.week_on) AS is_latest, f.run_id
FROM core_force_link AS f
ORDER BY f.week_on, f.as_of, f.signal_id, f.confidence DESC, f.force_id
