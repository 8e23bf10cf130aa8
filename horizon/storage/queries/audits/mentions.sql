-- offending mentions, one row a fault; none means healthy
WITH mention AS (SELECT * FROM core_mention WHERE getvariable('audited_run') IS NULL OR run_id = getvariable('audited_run'))
SELECT doc_id, version, entity_id, 'named less than once' AS fault FROM mention WHERE coalesce(n_mentions, 0) < 1
UNION ALL
SELECT doc_id, version, entity_id, 'no such document version' FROM mention AS m
WHERE NOT EXISTS (SELECT 1 FROM core_document AS d WHERE d.doc_id = m.doc_id AND d.version = m.version)
ORDER BY 1, 2, 3
