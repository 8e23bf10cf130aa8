-- one row: the publish run that the published file should be from
SELECT run_id FROM core_run WHERE stage = 'publish' ORDER BY as_of DESC, window_start DESC, run_id LIMIT 1
