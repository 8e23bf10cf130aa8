-- one row per stage: its last run
SELECT stage, window_start, as_of, started_at, seconds, counts, notes FROM core_run
QUALIFY row_number() OVER (PARTITION BY stage ORDER BY started_at DESC) = 1
ORDER BY started_at
