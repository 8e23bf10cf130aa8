-- one row per (part, signal, force) of system $system_id in week $week_on, latest judgement by $as_of: every force, since one signal may
-- bring a threat by one and an opportunity by another
WITH judged AS (
    SELECT * FROM core_impact WHERE system_id = $system_id AND week_on = $week_on AND as_of <= $as_of
    QUALIFY as_of = coalesce(last_run('impact', $week_on, $as_of), max(as_of) OVER ())),
named AS (
    SELECT signal_id, label, is_flagged FROM core_signal WHERE week_on = $week_on AND as_of <= $as_of
    QUALIFY as_of = max(as_of) OVER ())
SELECT i.part_id, i.signal_id, n.label, f.name AS force_name, f.name_sv AS force_name_sv, i.layer, i.loop_score, i.sign, i.confidence
FROM judged AS i JOIN named AS n USING (signal_id) LEFT JOIN core_force AS f USING (force_id)
WHERE $show_all OR n.is_flagged
ORDER BY i.part_id, abs(coalesce(i.loop_score, 0)) DESC, i.confidence DESC, i.signal_id, i.force_id
