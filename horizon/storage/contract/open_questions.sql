-- one row per part and force whose sensitivity the owner of the model has not set although signals touch it, in a judgement
SELECT q.system_id, q.part_id, q.force_id, q.week_on, q.as_of, q.n_signals, q.as_of = coalesce(r.as_of, l.as_of) AS is_latest, q.run_id
FROM core_open_question AS q
JOIN (SELECT system_id, week_on, max(as_of) AS as_of FROM core_open_question GROUP BY ALL) AS l
  ON l.system_id = q.system_id AND l.week_on = q.week_on
LEFT JOIN ( -- of the run, not of the rows: a later run that found nothing takes back what an earlier one said
    SELECT window_start::DATE AS week_on, max(as_of) AS as_of FROM core_run WHERE stage = 'impact' GROUP BY ALL) AS r
  ON r.week_on = q.week_on
