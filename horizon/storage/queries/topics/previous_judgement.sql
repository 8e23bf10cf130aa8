-- one row: week, as_of and run of the latest earlier week that stage topics has judged with the knowledge of $as_of or earlier
SELECT CAST(window_start AS DATE) AS week_on, as_of, run_id FROM core_run
WHERE stage = 'topics' AND CAST(window_start AS DATE) < $week_on AND as_of <= $as_of
ORDER BY week_on DESC, as_of DESC LIMIT 1
