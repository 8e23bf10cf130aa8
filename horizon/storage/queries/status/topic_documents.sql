-- one row per document that ever belonged to a topic, by its last judgement
WITH member AS (
    SELECT doc_id, max(week_on) AS last_week_on, arg_max(similarity, week_on) AS similarity
    FROM core_topic_member WHERE topic_id = $topic_id GROUP BY doc_id)
SELECT d.week_on, d.source_id, d.title, m.similarity, m.last_week_on, d.doc_id
FROM member AS m JOIN core_document AS d ON d.doc_id = m.doc_id AND d.version = 1
ORDER BY d.counted_at, d.doc_id
