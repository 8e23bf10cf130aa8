-- one row per entry version of the given hashes that is kept already
SELECT DISTINCT source_id, entry_hash FROM raw_entry WHERE entry_hash IN (SELECT unnest($hashes))
