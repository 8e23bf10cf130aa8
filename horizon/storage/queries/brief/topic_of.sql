-- one row per topic that documents of $doc_ids were last placed in by $as_of: how many of them
SELECT topic_id, count(*) AS n_docs FROM (
    SELECT doc_id, topic_id FROM core_topic_member
    WHERE as_of <= $as_of AND doc_id IN (SELECT unnest(CAST($doc_ids AS TEXT[])))
    QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY as_of DESC, week_on DESC) = 1)
GROUP BY topic_id ORDER BY n_docs DESC, topic_id
