-- offending memberships in origins, one row a fault; none means healthy
WITH member AS (SELECT * FROM core_origin_member WHERE getvariable('audited_run') IS NULL OR run_id = getvariable('audited_run'))
SELECT doc_id, origin_id, 'a copy of a copy' AS fault FROM member AS m
WHERE NOT EXISTS (SELECT 1 FROM core_origin_member AS o WHERE o.doc_id = m.origin_id AND o.origin_id = m.origin_id)
UNION ALL
SELECT doc_id, any_value(origin_id), 'stands twice' FROM core_origin_member WHERE doc_id IN (SELECT doc_id FROM member)
GROUP BY doc_id HAVING count(*) > 1
UNION ALL
SELECT m.doc_id, m.origin_id, 'no such document' FROM member AS m
WHERE NOT EXISTS (SELECT 1 FROM core_document AS d WHERE d.doc_id = m.doc_id)
ORDER BY 1, 2, 3
