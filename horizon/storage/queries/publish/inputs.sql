-- one row per run that a digest of week $week_on as of $as_of is drawn from
SELECT run_id FROM core_run
WHERE stage IN ('topics', 'signals', 'forces', 'impact') AND as_of <= $as_of
  AND CAST(window_start AS DATE) <= $week_on AND CAST(window_start AS DATE) > CAST($week_on AS DATE) - INTERVAL 84 DAY
ORDER BY run_id
