-- one row per system: how a signal of week $week_on looks from it, in the latest judgement by $as_of
SELECT system_id, lens, is_outside_sector, echo_share FROM core_signal_lens
WHERE signal_id = $signal_id AND week_on = $week_on AND as_of <= $as_of
QUALIFY as_of = coalesce(last_run('impact', $week_on, $as_of), max(as_of) OVER (PARTITION BY system_id))
ORDER BY system_id
