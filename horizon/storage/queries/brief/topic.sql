-- one row: the last judgement by $as_of of the topic $what, or of the topic whose label is $what
SELECT topic_id, label, terms, week_on, as_of, born_week_on, representative_doc_ids FROM core_topic_week
WHERE as_of <= $as_of AND (topic_id = $what OR lower(label) = lower($what))
ORDER BY topic_id = $what DESC, week_on DESC, as_of DESC LIMIT 1
