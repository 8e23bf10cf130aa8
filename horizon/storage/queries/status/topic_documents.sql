-- one row per document that ever belonged to a topic, by its last judgement: how near it is to the topic, and the document
-- of its story that it is most like (null for a lone one)
WITH member AS (
    SELECT doc_id, max(week_on) AS last_week_on, arg_max(similarity, week_on) AS similarity
    FROM core_topic_member WHERE topic_id = $topic_id GROUP BY doc_id),
story AS (
    SELECT doc_id, story_id, nearest_doc_id, similarity AS story_similarity FROM core_story_member
    QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY week_on DESC, as_of DESC) = 1)
SELECT d.week_on, d.source_id, d.title, m.similarity, m.last_week_on, d.doc_id, s.story_id, s.nearest_doc_id, s.story_similarity
FROM member AS m JOIN core_document AS d ON d.doc_id = m.doc_id AND d.version = 1
LEFT JOIN story AS s ON s.doc_id = m.doc_id
ORDER BY d.counted_at, d.doc_id
