-- one row per part and force whose sensitivity the owner of the model has not set although signals touch it, in a judgement
SELECT q.system_id, q.part_id, q.force_id, q.week_on, q.as_of, q.n_signals, q.as_of = l.as_of AS is_latest, q.run_id
FROM core_open_question AS q
JOIN (SELECT system_id, week_on, max(as_of) AS as_of FROM core_open_question GROUP BY ALL) AS l
  ON l.system_id = q.system_id AND l.week_on = q.week_on
