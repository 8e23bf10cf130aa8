-- one row per item of source $source_id
SELECT DISTINCT entry_key FROM raw_entry WHERE source_id = $source_id
