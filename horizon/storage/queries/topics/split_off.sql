-- one row per topic that was told between $since and $week_on, as judged up to $as_of, to have split off another
SELECT DISTINCT other_topic_id AS topic_id FROM core_topic_link
WHERE relation = 'split' AND week_on >= $since AND week_on < $week_on AND as_of <= $as_of ORDER BY topic_id
