-- one row per finished run of a stage
SELECT run_id, stage, window_start, window_end, as_of, inputs_hash, config_hash, code_version, model_ids, counts, notes, started_at,
       seconds FROM core_run ORDER BY started_at, run_id
