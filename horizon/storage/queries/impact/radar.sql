-- one row per signal of week $week_on that touches system $system_id, in its latest judgement by $as_of: the impact that leads,
-- its part named as that judgement saw it, with the category of the force behind it and the weeks to its first effect, typical of the
-- force (as the catalogue stands) where nobody has judged
WITH judged AS (
    SELECT * FROM core_impact WHERE system_id = $system_id AND week_on = $week_on AND as_of <= $as_of
    QUALIFY as_of = coalesce(last_run('impact', $week_on, $as_of), max(as_of) OVER ())),
named AS (
    SELECT signal_id, label, is_flagged, stage FROM core_signal WHERE week_on = $week_on AND as_of <= $as_of
    QUALIFY as_of = max(as_of) OVER ())
SELECT i.signal_id, n.label, n.is_flagged, i.part_id, coalesce(p.name, i.part_id) AS part_name, i.force_id, f.name AS force_name,
       f.pestle, i.layer, i.loop_score, i.sign, coalesce(i.lag_weeks_low, f.lag_weeks_low) AS lag_weeks_low,
       coalesce(i.lag_weeks_high, f.lag_weeks_high) AS lag_weeks_high, i.confidence, i.tie_score, i.doc_ids
FROM judged AS i
JOIN named AS n USING (signal_id)
LEFT JOIN core_judged_part AS p USING (system_id, week_on, as_of, part_id)
LEFT JOIN core_force AS f USING (force_id)
WHERE $show_all OR n.is_flagged
QUALIFY row_number() OVER (PARTITION BY i.signal_id
    ORDER BY lead_weight(i.bearing_score, i.loop_score, i.tie_score) DESC, abs(coalesce(i.loop_score, 0)) DESC, i.part_id, i.force_id) = 1
ORDER BY abs(coalesce(i.loop_score, 0)) DESC, i.signal_id
