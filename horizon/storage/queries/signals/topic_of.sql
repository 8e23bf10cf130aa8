-- one row per document with a topic in the latest judgement of $week_on by $as_of
SELECT doc_id, topic_id FROM core_topic_member WHERE week_on = $week_on AND as_of <= $as_of
QUALIFY as_of = max(as_of) OVER ()
ORDER BY doc_id
