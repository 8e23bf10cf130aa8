-- one row per (system, force, part) with a sign in the week $week_on, latest judgement of each system by $as_of: the strongest impact
-- of the force on the part and how many signals carry the force; n_shared: signals that it brings to several systems, n_agree: those
-- of them that are good, or bad, for the leading part of all
WITH judged AS (
    SELECT * FROM core_impact WHERE week_on = $week_on AND as_of <= $as_of
    QUALIFY as_of = coalesce(last_run('impact', $week_on, $as_of), max(as_of) OVER (PARTITION BY system_id))),
strongest AS (
    SELECT force_id, signal_id, system_id, sign FROM judged WHERE sign <> 0 AND force_id IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY force_id, signal_id, system_id ORDER BY abs(loop_score) DESC, part_id) = 1),
met AS (
    SELECT force_id, count(*) AS n_shared, count(*) FILTER (low = high) AS n_agree
    FROM (SELECT force_id, signal_id, min(sign) AS low, max(sign) AS high FROM strongest GROUP BY ALL HAVING count(*) > 1)
    GROUP BY force_id)
SELECT i.system_id, i.force_id, f.name AS force_name, f.pestle, i.part_id, p.name AS part_name, i.loop_score, i.sign,
       count(DISTINCT i.signal_id) OVER (PARTITION BY i.system_id, i.force_id) AS n_signals,
       coalesce(b.n_shared, 0) AS n_shared, coalesce(b.n_agree, 0) AS n_agree
FROM judged AS i
LEFT JOIN core_force AS f USING (force_id)
LEFT JOIN met AS b USING (force_id)
LEFT JOIN core_system_part AS p ON p.system_id = i.system_id AND p.part_id = i.part_id
WHERE i.sign <> 0 AND i.force_id IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY i.system_id, i.force_id, i.part_id ORDER BY abs(i.loop_score) DESC, i.signal_id) = 1
ORDER BY i.force_id, i.system_id, abs(i.loop_score) DESC, i.part_id
