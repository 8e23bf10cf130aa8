-- one row per (system, signal) of the judgement of $week_on made at $as_of
SELECT system_id, signal_id, lens, is_outside_sector, echo_share FROM core_signal_lens
WHERE week_on = $week_on AND as_of = $as_of
ORDER BY system_id, signal_id
