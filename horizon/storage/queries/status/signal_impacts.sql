-- one row per (system, part, force) a signal could touch, with the whole derivation; what leads in the digest first
SELECT * FROM core_impact
WHERE signal_id = $signal_id AND week_on = $week_on AND as_of <= $as_of
QUALIFY as_of = coalesce(last_run('impact', $week_on, $as_of), max(as_of) OVER (PARTITION BY system_id))
ORDER BY system_id, lead_weight(bearing_score, loop_score, tie_score) DESC, abs(coalesce(loop_score, 0)) DESC, confidence DESC, part_id, force_id
