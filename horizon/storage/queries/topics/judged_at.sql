-- one row: the as_of of the latest judgement of week $week_on that was made with the knowledge of $as_of or earlier
SELECT max(as_of) AS judged_at FROM core_run
WHERE stage = $stage AND CAST(window_start AS DATE) = $week_on AND as_of <= $as_of
