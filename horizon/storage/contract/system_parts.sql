-- one row per part of an engine of a system
SELECT system_id, part_id, name AS part_name, kind AS part_kind, engine_id, engine_name, description FROM core_system_part
ORDER BY system_id, engine_id, part_id
