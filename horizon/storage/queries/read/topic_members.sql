-- one row per topic of one judgement: its documents by number, each in the version known then
INSERT INTO read_topic_member (topic_id, week_on, as_of, doc_nos, similarities, run_id)
WITH member AS (
    SELECT m.topic_id, m.doc_id, m.similarity, m.run_id FROM core_topic_member AS m WHERE m.week_on = $week_on AND m.as_of = $as_of),
number AS (
    SELECT n.doc_id, arg_max(n.doc_no, n.version) AS doc_no FROM read_document_no AS n
    WHERE n.seen_at <= $as_of AND n.doc_id IN (SELECT doc_id FROM member) GROUP BY n.doc_id)
SELECT m.topic_id, $week_on, $as_of, list(n.doc_no ORDER BY n.doc_no), list(m.similarity::FLOAT ORDER BY n.doc_no), any_value(m.run_id)
FROM member AS m JOIN number AS n ON n.doc_id = m.doc_id
GROUP BY m.topic_id ORDER BY m.topic_id
