-- one row per system and week: when its digest was issued last by $as_of
SELECT system_id, week_on, max(as_of) AS as_of FROM core_digest WHERE as_of <= $as_of GROUP BY system_id, week_on
ORDER BY week_on, system_id
