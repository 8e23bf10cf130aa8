-- one row per document ever placed in topic $topic_id by $as_of whose last placement is that topic
SELECT doc_id FROM (
    SELECT doc_id, topic_id FROM core_topic_member
    WHERE as_of <= $as_of AND doc_id IN (SELECT doc_id FROM core_topic_member WHERE topic_id = $topic_id AND as_of <= $as_of)
    QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY as_of DESC, week_on DESC) = 1)
WHERE topic_id = $topic_id ORDER BY doc_id
