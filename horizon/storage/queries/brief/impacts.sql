-- one row per system and part that signal $signal_id touches in its last judgement by $as_of
SELECT i.system_id, coalesce(sy.name, i.system_id) AS system_name, i.part_id, coalesce(p.name, i.part_id) AS part_name, i.force_id,
       f.name AS force_name, i.direct_score, i.loop_score, i.sign, i.lag_weeks_low, i.lag_weeks_high, i.confidence, i.layer, i.week_on
FROM core_impact AS i
LEFT JOIN core_system AS sy ON sy.system_id = i.system_id
LEFT JOIN core_system_part AS p ON p.system_id = i.system_id AND p.part_id = i.part_id
LEFT JOIN core_force AS f ON f.force_id = i.force_id
WHERE i.signal_id = $signal_id AND i.as_of <= $as_of AND i.as_of = coalesce(last_run('impact', i.week_on, $as_of), i.as_of)
QUALIFY dense_rank() OVER (PARTITION BY i.system_id ORDER BY i.week_on DESC, i.as_of DESC) = 1
ORDER BY i.system_id, lead_weight(i.bearing_score, coalesce(i.loop_score, i.direct_score), i.tie_score) DESC, abs(coalesce(i.loop_score, i.direct_score, 0)) DESC, i.confidence DESC, i.part_id
