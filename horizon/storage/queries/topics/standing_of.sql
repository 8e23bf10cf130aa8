-- one row per document of $doc_ids known by $as_of: its topic in the latest judgement, null for none
WITH latest AS (
    SELECT CAST(window_start AS DATE) AS week_on, as_of FROM core_run WHERE stage = 'topics' AND as_of <= $as_of
    ORDER BY week_on DESC, as_of DESC LIMIT 1)
SELECT DISTINCT d.doc_id, m.topic_id
FROM core_document AS d
LEFT JOIN (SELECT m.doc_id, m.topic_id FROM core_topic_member AS m JOIN latest USING (week_on, as_of)) AS m USING (doc_id)
WHERE d.seen_at <= $as_of AND list_contains(CAST($doc_ids AS TEXT[]), d.doc_id) ORDER BY d.doc_id
