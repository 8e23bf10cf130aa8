-- one row per topic, document and judged week (latest judgement of each week)
SELECT topic_id, doc_id, week_on, as_of, similarity, run_id FROM core_topic_member
QUALIFY as_of = max(as_of) OVER (PARTITION BY week_on)
ORDER BY week_on, topic_id, doc_id
