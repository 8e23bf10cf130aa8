-- one row: how many weeks were ever judged
SELECT count(DISTINCT week_on) AS n_weeks FROM core_topic_week
