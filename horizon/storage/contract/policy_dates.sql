-- one row per date that a policy document sets in its latest version; its topic by the last judgement that holds the document
SELECT p.policy_date_id, p.doc_id, t.topic_id, p.body, p.stage AS policy_stage, p.on_date, p.at_time, p.time_zone, p.precision,
       p.is_flagged, p.flag_reason, p.file_ref, coalesce(p.is_extension, false) AS is_extension, p.quote, p.start_offset, p.end_offset,
       p.as_of, p.run_id
FROM core_policy_date AS p
LEFT JOIN (SELECT doc_id, arg_max(topic_id, as_of) AS topic_id FROM core_topic_member
           WHERE doc_id IN (SELECT doc_id FROM core_policy_date) GROUP BY doc_id) AS t USING (doc_id)
WHERE NOT EXISTS (SELECT 1 FROM core_document AS l WHERE l.doc_id = p.doc_id AND l.version > p.version)
ORDER BY p.on_date, p.policy_date_id, p.as_of
