-- offending digests, one row a fault; none means healthy
WITH digest AS (SELECT * FROM core_digest WHERE getvariable('audited_run') IS NULL OR run_id = getvariable('audited_run')),
said AS (
    SELECT d.system_id, d.week_on, d.as_of, unnest((t.value -> '$.doc_ids')::VARCHAR[]) AS doc_id
    FROM digest AS d, json_tree(d.digest) AS t
    WHERE t.type = 'OBJECT' AND json_exists(t.value, '$.text') AND json_exists(t.value, '$.doc_ids'))
SELECT system_id, week_on, as_of, 'stands twice' AS fault FROM digest GROUP BY system_id, week_on, as_of HAVING count(*) > 1
UNION ALL
SELECT DISTINCT s.system_id, s.week_on, s.as_of, 'a sentence rests on a document that was not known then' FROM said AS s
WHERE NOT EXISTS (SELECT 1 FROM core_document AS d WHERE d.doc_id = s.doc_id AND d.seen_at <= s.as_of)
ORDER BY 1, 2, 3, 4
