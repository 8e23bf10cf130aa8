-- one row per (system, force, part) with a sign in the week $week_on, latest judgement of each system by $as_of: the strongest impact
-- of the force on the part and how many signals carry the force
WITH judged AS (
    SELECT * FROM core_impact WHERE week_on = $week_on AND as_of <= $as_of
    QUALIFY as_of = max(as_of) OVER (PARTITION BY system_id))
SELECT i.system_id, i.force_id, f.name AS force_name, f.pestle, i.part_id, p.name AS part_name, i.loop_score, i.sign,
       count(DISTINCT i.signal_id) OVER (PARTITION BY i.system_id, i.force_id) AS n_signals
FROM judged AS i
LEFT JOIN core_force AS f USING (force_id)
LEFT JOIN core_system_part AS p ON p.system_id = i.system_id AND p.part_id = i.part_id
WHERE i.sign <> 0 AND i.force_id IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY i.system_id, i.force_id, i.part_id ORDER BY abs(i.loop_score) DESC, i.signal_id) = 1
ORDER BY i.force_id, i.system_id, abs(i.loop_score) DESC, i.part_id
