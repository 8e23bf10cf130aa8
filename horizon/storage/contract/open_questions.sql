-- one row per part and force whose sensitivity the owner of the model has not set although signals touch it, in a judgement
SELECT system_id, part_id, force_id, week_on, as_of, n_signals,
       as_of = max(as_of) OVER (PARTITION BY system_id, week_on) AS is_latest, run_id
FROM core_open_question ORDER BY system_id, week_on, as_of, part_id, force_id
