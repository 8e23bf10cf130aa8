-- one row per system model, in the order of the digests
SELECT system_id, name FROM core_system ORDER BY system_id
