-- The parts of a system's model as one judgement saw them, in the order of the model: a digest of then is drawn with the engine of then.
CREATE TABLE core_judged_part (
    system_id TEXT, week_on DATE, as_of TIMESTAMPTZ, part_number INTEGER, part_id TEXT, name TEXT, kind TEXT, engine_name TEXT,
    run_id TEXT);

-- Of judgements made before this table only the model as it stands is known.
INSERT INTO core_judged_part
SELECT p.system_id, r.window_start::DATE, r.as_of, p.part_number, p.part_id, p.name, p.kind, p.engine_name, r.run_id
FROM core_run AS r
CROSS JOIN (SELECT *, row_number() OVER (PARTITION BY system_id ORDER BY rowid) AS part_number FROM core_system_part) AS p
WHERE r.stage = 'impact'
QUALIFY row_number() OVER (PARTITION BY p.system_id, r.window_start, r.as_of, p.part_id ORDER BY r.run_id DESC) = 1;
