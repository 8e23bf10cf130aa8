-- one row per system model in use
SELECT system_id, name, name_sv, is_fictional, sectors FROM core_system ORDER BY system_id
