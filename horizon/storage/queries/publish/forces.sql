-- one row per tie of a signal to a force in week $week_on, latest judgement by $as_of
WITH judged AS (
    SELECT * FROM core_force_link WHERE week_on = $week_on AND as_of <= $as_of QUALIFY as_of = coalesce(last_run('forces', $week_on, $as_of), max(as_of) OVER ()))
SELECT l.signal_id, l.force_id, l.confidence, f.name, f.name_sv, f.pestle, f.layer, f.lag_weeks_low, f.lag_weeks_high
FROM judged AS l LEFT JOIN core_force AS f USING (force_id)
ORDER BY l.signal_id, l.confidence DESC, l.force_id
