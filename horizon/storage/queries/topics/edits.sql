-- one row per correction by hand made by $as_of, oldest first
SELECT edit_id, made_at, kind, topic_id, other_topic_id, doc_ids, from_topic_ids, undoes_edit_id, reason
FROM core_topic_edit WHERE made_at <= $as_of ORDER BY made_at, edit_id
