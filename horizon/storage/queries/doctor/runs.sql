-- one row per finished run
SELECT run_id FROM core_run
