-- one row per source that was ever polled
SELECT * FROM core_source_state ORDER BY source_id
