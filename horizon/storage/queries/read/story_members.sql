-- one row per document whose story in one judgement is another than the last one known for it
INSERT INTO read_story_member (doc_id, story_id, week_on, as_of, similarity, nearest_doc_id, run_id)
WITH member AS (SELECT * FROM core_story_member AS m WHERE m.week_on = $week_on AND m.as_of = $as_of),
before AS (
    SELECT r.doc_id, arg_max(r.story_id, (r.as_of, r.week_on)) AS story_id FROM read_story_member AS r
    WHERE r.doc_id IN (SELECT doc_id FROM member) GROUP BY r.doc_id)
SELECT m.doc_id, m.story_id, m.week_on, m.as_of, m.similarity, m.nearest_doc_id, m.run_id
FROM member AS m LEFT JOIN before AS b ON b.doc_id = m.doc_id
WHERE b.story_id IS DISTINCT FROM m.story_id
ORDER BY m.story_id, m.doc_id
