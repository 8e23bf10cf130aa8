-- one row per document of topic $topic_id in the latest judgement of any topics by $as_of
WITH latest AS (
    SELECT CAST(window_start AS DATE) AS week_on, as_of FROM core_run WHERE stage = 'topics' AND as_of <= $as_of
    ORDER BY week_on DESC, as_of DESC LIMIT 1)
SELECT m.doc_id, m.topic_id, m.week_on, m.as_of FROM core_topic_member AS m JOIN latest USING (week_on, as_of)
WHERE m.topic_id = $topic_id ORDER BY m.doc_id
