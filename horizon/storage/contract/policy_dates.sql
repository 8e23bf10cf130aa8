-- one row per date that a policy document sets
SELECT policy_date_id, doc_id, topic_id, body, stage AS policy_stage, on_date, at_time, precision, is_flagged, quote, start_offset,
       end_offset, as_of, run_id
FROM core_policy_date ORDER BY on_date, policy_date_id, as_of
