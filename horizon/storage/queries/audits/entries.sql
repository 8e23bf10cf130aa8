-- offending entries, one row a fault; none means healthy
WITH entry AS (SELECT * FROM raw_entry WHERE getvariable('audited_run') IS NULL OR run_id = getvariable('audited_run'))
SELECT source_id, entry_hash, 'no moment of fetching' AS fault FROM entry WHERE fetched_at IS NULL
UNION ALL
SELECT e.source_id, e.entry_hash, 'its body was never recorded' FROM entry AS e
WHERE e.body_hash IS NOT NULL AND NOT EXISTS (SELECT 1 FROM raw_body AS b WHERE b.body_hash = e.body_hash)
UNION ALL
SELECT source_id, entry_hash, 'stands twice' FROM raw_entry WHERE entry_hash IN (SELECT entry_hash FROM entry)
GROUP BY source_id, entry_hash HAVING count(*) > 1
ORDER BY 1, 2, 3
