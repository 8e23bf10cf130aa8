-- one row per document with a topic in the judgement ($week_on, $as_of)
SELECT doc_id, topic_id FROM core_topic_member WHERE week_on = $week_on AND as_of = $as_of ORDER BY doc_id
