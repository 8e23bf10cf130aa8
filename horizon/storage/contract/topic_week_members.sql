-- one row per topic, week and judgement: its documents, packed
SELECT topic_id, week_on, as_of, doc_nos, similarities,
       as_of = max(as_of) OVER (PARTITION BY week_on) AS is_latest, run_id
FROM read_topic_member ORDER BY week_on, as_of, topic_id
