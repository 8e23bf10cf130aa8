-- offending document versions, one row a fault; none means healthy
WITH doc AS (SELECT * FROM core_document WHERE getvariable('audited_run') IS NULL OR run_id = getvariable('audited_run'))
SELECT doc_id, version, 'seen before it was first seen' AS fault FROM doc WHERE seen_at < first_seen_at
UNION ALL
SELECT doc_id, version, 'counted in another week than its date says' FROM doc
WHERE week_on <> date_trunc('week', counted_at)::DATE
UNION ALL
SELECT doc_id, version, 'made from an entry that is not kept' FROM doc AS d
WHERE NOT EXISTS (SELECT 1 FROM raw_entry AS e WHERE e.entry_hash = d.entry_hash)
UNION ALL
SELECT doc_id, version, 'stands twice' FROM core_document WHERE doc_id IN (SELECT doc_id FROM doc) GROUP BY doc_id, version HAVING count(*) > 1
UNION ALL
SELECT doc_id, max(version), 'versions have a gap' FROM core_document WHERE doc_id IN (SELECT doc_id FROM doc)
GROUP BY doc_id HAVING max(version) <> count(DISTINCT version)
ORDER BY 1, 2, 3
