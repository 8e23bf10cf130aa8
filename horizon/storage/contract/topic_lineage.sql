-- one row per change of a topic's standing in a judged week
SELECT topic_id, week_on, as_of, relation, other_topic_id, shared_share, run_id FROM core_topic_link
ORDER BY week_on, as_of, topic_id, other_topic_id
