-- one row per question that is open for the owner of a system: a part and a force without a sensitivity, asked by $as_of
SELECT q.system_id, coalesce(p.name, q.part_id) AS part_name, coalesce(f.name, q.force_id) AS force_name
FROM core_open_question AS q
LEFT JOIN core_system_part AS p ON p.system_id = q.system_id AND p.part_id = q.part_id
LEFT JOIN core_force AS f ON f.force_id = q.force_id
WHERE q.as_of <= $as_of AND q.as_of = coalesce(last_run('impact', q.week_on, $as_of), q.as_of)
  AND q.force_id IN (SELECT unnest(CAST($force_ids AS TEXT[])))
QUALIFY dense_rank() OVER (ORDER BY q.week_on DESC, q.as_of DESC) = 1
ORDER BY q.system_id, part_name, force_name
