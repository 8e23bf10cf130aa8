-- one row: the latest finished run of $stage on the week of $week_on made by $as_of; no row when there is none
SELECT as_of, run_id FROM core_run
WHERE stage = $stage AND window_start::DATE = $week_on AND as_of <= $as_of
ORDER BY as_of DESC, started_at DESC, run_id LIMIT 1
