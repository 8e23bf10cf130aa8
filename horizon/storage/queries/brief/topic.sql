-- one row: the last judgement by $as_of of the topic $what, or of the topic whose label is $what; a dormant topic has the
-- representatives of its last week with some
SELECT w.topic_id, w.label, w.terms, w.week_on, w.as_of, w.born_week_on,
       (SELECT arg_max(r.representative_doc_ids, (r.week_on, r.as_of)) FROM core_topic_week AS r
        WHERE r.topic_id = w.topic_id AND r.as_of <= $as_of AND len(r.representative_doc_ids) > 0) AS representative_doc_ids
FROM core_topic_week AS w
WHERE w.as_of <= $as_of AND (w.topic_id = $what OR lower(w.label) = lower($what))
ORDER BY w.topic_id = $what DESC, w.week_on DESC, w.as_of DESC LIMIT 1
