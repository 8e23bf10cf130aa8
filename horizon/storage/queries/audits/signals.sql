-- offending signals, one row a fault; none means healthy
WITH signal AS (SELECT * FROM core_signal WHERE getvariable('audited_run') IS NULL OR run_id = getvariable('audited_run'))
SELECT signal_id, week_on, as_of, 'stands twice' AS fault FROM signal GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT signal_id, week_on, as_of, 'a share or probability outside 0-1' FROM signal
WHERE least(attention_share, attention_low, attention_high, emergence_probability, emergence_low, emergence_high) < 0
   OR greatest(attention_share, attention_low, attention_high, emergence_probability, emergence_low, emergence_high) > 1
UNION ALL
SELECT signal_id, week_on, as_of, 'an interval that does not hold its value' FROM signal
WHERE attention_low > attention_high OR emergence_low > emergence_high
   OR emergence_probability NOT BETWEEN emergence_low AND emergence_high
UNION ALL
SELECT signal_id, week_on, as_of, 'a negative count' FROM signal
WHERE least(n_origins, n_origins_window, n_sources, n_independent_origins, n_families, n_primary, n_contradicting) < 0
UNION ALL
SELECT signal_id, week_on, as_of, 'judged before the week was over' FROM signal WHERE as_of < week_on + INTERVAL 7 DAY
ORDER BY 2, 3, 1, 4
