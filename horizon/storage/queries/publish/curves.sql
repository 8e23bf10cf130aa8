-- one row per topic and week: origins a week, from the latest judgement of each week by $as_of
SELECT topic_id, week_on, n_origins FROM core_topic_week
WHERE week_on > CAST($week_on AS DATE) - INTERVAL 84 DAY AND week_on <= $week_on AND as_of <= $as_of
QUALIFY as_of = max(as_of) OVER (PARTITION BY week_on)
ORDER BY topic_id, week_on
