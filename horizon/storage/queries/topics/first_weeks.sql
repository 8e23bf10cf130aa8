-- one row per topic of $topic_ids judged by $as_of: when it was born and what it was last called
SELECT topic_id, min(born_week_on) AS born_week_on, arg_max(label, week_on) AS label FROM core_topic_week
WHERE as_of <= $as_of AND list_contains(CAST($topic_ids AS TEXT[]), topic_id) GROUP BY topic_id ORDER BY topic_id
