-- one row per week that stage $stage has judged with the knowledge of $as_of or earlier
SELECT DISTINCT CAST(window_start AS DATE) AS week_on FROM core_run
WHERE stage = $stage AND as_of <= $as_of ORDER BY week_on
