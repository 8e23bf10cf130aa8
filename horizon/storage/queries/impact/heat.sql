-- one row per (part, signal) of system $system_id in week $week_on, latest judgement by $as_of: the impact of the signal that leads
-- on the part
WITH judged AS (
    SELECT * FROM core_impact WHERE system_id = $system_id AND week_on = $week_on AND as_of <= $as_of
    QUALIFY as_of = coalesce(last_run('impact', $week_on, $as_of), max(as_of) OVER ())),
named AS (
    SELECT signal_id, label, is_flagged FROM core_signal WHERE week_on = $week_on AND as_of <= $as_of
    QUALIFY as_of = max(as_of) OVER ())
SELECT i.part_id, i.signal_id, n.label, f.name AS force_name, i.layer, i.loop_score, i.sign, i.confidence
FROM judged AS i JOIN named AS n USING (signal_id) LEFT JOIN core_force AS f USING (force_id)
WHERE $show_all OR n.is_flagged
QUALIFY row_number() OVER (PARTITION BY i.part_id, i.signal_id
    ORDER BY lead_weight(i.bearing_score, i.loop_score, i.tie_score) DESC, abs(coalesce(i.loop_score, 0)) DESC, i.confidence DESC, i.force_id) = 1
ORDER BY i.part_id, abs(coalesce(i.loop_score, 0)) DESC, i.signal_id
