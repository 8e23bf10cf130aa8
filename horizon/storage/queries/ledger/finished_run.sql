-- one row: the run that already did this window from the same inputs, settings and code
SELECT run_id
FROM core_run
WHERE stage = $stage AND window_start = $window_start AND window_end = $window_end AND as_of <= $as_of
  AND inputs_hash = $inputs_hash AND config_hash = $config_hash AND code_version = $code_version
ORDER BY as_of DESC LIMIT 1
