-- offending rows of story judgements, one row a fault; none means healthy
WITH member AS (SELECT * FROM core_story_member WHERE getvariable('audited_run') IS NULL OR run_id = getvariable('audited_run'))
SELECT week_on, as_of, doc_id, 'is in two stories' AS fault FROM member GROUP BY week_on, as_of, doc_id HAVING count(*) > 1
UNION ALL
SELECT m.week_on, m.as_of, m.doc_id, 'was not known then' FROM member AS m
WHERE NOT EXISTS (SELECT 1 FROM core_document AS d WHERE d.doc_id = m.doc_id AND d.seen_at <= m.as_of)
ORDER BY 1, 2, 3, 4
