-- one row per system, signal, part and force in a judgement
SELECT system_id, signal_id, part_id, force_id, week_on, as_of, direct_score, loop_score, sign, lag_weeks_low, lag_weeks_high,
       tie_score, text_score, entity_score, place_score, sensitivity, layer, layer_reach, confidence, derivation, doc_ids,
       as_of = max(as_of) OVER (PARTITION BY system_id, week_on) AS is_latest, run_id
FROM core_impact ORDER BY system_id, week_on, as_of, signal_id, part_id, force_id
