-- one row per (signal, part): the force that leads, for system $system_id in week $week_on, latest judgement by $as_of; first the part
-- that the news bears on most plainly, then those with the greatest impact x (0.25 + tie)
WITH judged AS (
    SELECT * FROM core_impact WHERE system_id = $system_id AND week_on = $week_on AND as_of <= $as_of
    QUALIFY as_of = coalesce(last_run('impact', $week_on, $as_of), max(as_of) OVER ()))
SELECT i.*, p.name AS part_name, p.engine_name, f.name AS force_name, f.name_sv AS force_name_sv, f.pestle
FROM judged AS i
LEFT JOIN core_judged_part AS p USING (system_id, week_on, as_of, part_id)
LEFT JOIN core_force AS f USING (force_id)
QUALIFY row_number() OVER (PARTITION BY i.signal_id, i.part_id
    ORDER BY lead_weight(i.bearing_score, i.loop_score, i.tie_score) DESC, abs(coalesce(i.loop_score, 0)) DESC, i.confidence DESC, i.force_id) = 1
ORDER BY i.signal_id, lead_weight(i.bearing_score, i.loop_score, i.tie_score) DESC, abs(coalesce(i.loop_score, 0)) DESC, i.part_id
