-- one row per signal, part and force that was judged and moves the part directly, for system $system_id in week $week_on by $as_of
SELECT signal_id, part_id, force_id, sign, bearing_score, derivation
FROM core_impact
WHERE system_id = $system_id AND week_on = $week_on AND as_of <= $as_of AND bearing_score IS NOT NULL
ORDER BY signal_id, bearing_score DESC, part_id, force_id
