-- one row per judgement of topics that the read models do not hold yet, in the order in which they were made
SELECT DISTINCT t.week_on, t.as_of FROM core_topic_week AS t
WHERE NOT EXISTS (SELECT 1 FROM read_judgement AS r WHERE r.week_on = t.week_on AND r.as_of = t.as_of)
ORDER BY t.as_of, t.week_on
