-- one row per system model in use
SELECT system_id, name AS system_name, name_sv AS system_name_sv, is_fictional, goal, sectors, system_hash FROM core_system ORDER BY system_id
