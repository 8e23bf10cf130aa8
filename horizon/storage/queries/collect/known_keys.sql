-- one row per item (source and key) of the given ones that was seen before
SELECT DISTINCT source_id, entry_key FROM raw_entry
WHERE source_id IN (SELECT unnest($source_ids)) AND entry_key IN (SELECT unnest($keys))
