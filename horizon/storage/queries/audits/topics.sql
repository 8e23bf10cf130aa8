-- offending rows of topic judgements, one row a fault; none means healthy
WITH week AS (SELECT * FROM core_topic_week WHERE getvariable('audited_run') IS NULL OR run_id = getvariable('audited_run')),
member AS (SELECT * FROM core_topic_member WHERE getvariable('audited_run') IS NULL OR run_id = getvariable('audited_run'))
SELECT week_on, as_of, topic_id, 'stands twice' AS fault FROM week GROUP BY week_on, as_of, topic_id HAVING count(*) > 1
UNION ALL
SELECT week_on, as_of, topic_id, 'merged into nothing' FROM week WHERE state = 'merged' AND successor_topic_id IS NULL
UNION ALL
SELECT week_on, as_of, topic_id, 'judged before the week was over' FROM week WHERE as_of < week_on + INTERVAL 7 DAY
UNION ALL
SELECT m.week_on, m.as_of, m.topic_id, 'holds a document that was not known then' FROM member AS m
WHERE NOT EXISTS (SELECT 1 FROM core_document AS d WHERE d.doc_id = m.doc_id AND d.seen_at <= m.as_of)
UNION ALL
SELECT week_on, as_of, any_value(topic_id), 'a document is in two topics' FROM member GROUP BY week_on, as_of, doc_id HAVING count(*) > 1
UNION ALL
SELECT w.week_on, w.as_of, w.topic_id, 'says another number of documents than it has' FROM week AS w
LEFT JOIN (SELECT week_on, as_of, topic_id, count(*) AS n FROM member GROUP BY ALL) AS m
  ON m.week_on = w.week_on AND m.as_of = w.as_of AND m.topic_id = w.topic_id
WHERE w.n_docs_window <> coalesce(m.n, 0)
ORDER BY 1, 2, 3, 4
