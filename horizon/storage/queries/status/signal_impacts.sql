-- one row per (system, part, force) a signal could touch, with the whole derivation
SELECT * FROM core_impact
WHERE signal_id = $signal_id AND week_on = $week_on AND as_of <= $as_of
QUALIFY as_of = coalesce(last_run('impact', $week_on, $as_of), max(as_of) OVER (PARTITION BY system_id))
ORDER BY system_id, abs(coalesce(loop_score, 0)) DESC, part_id, force_id
