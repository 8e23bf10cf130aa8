-- one row per tie of a signal to a force in a judgement
SELECT f.signal_id, f.force_id, f.week_on, f.as_of, f.confidence, f.cue_score, f.similarity, f.standing, f.learnt, f.phrases, f.doc_ids,
       f.as_of = coalesce(r.as_of, l.as_of) AS is_latest, f.run_id
FROM core_force_link AS f
JOIN (SELECT week_on, max(as_of) AS as_of FROM core_force_link GROUP BY week_on) AS l ON l.week_on = f.week_on
LEFT JOIN ( -- of the run, not of the rows: a later run that found nothing takes back what an earlier one said
    SELECT window_start::DATE AS week_on, max(as_of) AS as_of FROM core_run WHERE stage = 'forces' GROUP BY ALL) AS r
  ON r.week_on = f.week_on
