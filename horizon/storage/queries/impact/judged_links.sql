-- one row per (signal, force) of the ties of $week_on known at $as_of, surest first, with the force's category
SELECT l.signal_id, l.force_id, f.pestle, f.layer, l.confidence, l.doc_ids
FROM core_force_link AS l JOIN core_force AS f USING (force_id)
WHERE l.week_on = $week_on AND l.as_of <= $as_of
QUALIFY l.as_of = coalesce(last_run('forces', $week_on, $as_of), max(l.as_of) OVER ())
ORDER BY l.signal_id, l.confidence DESC, l.force_id
