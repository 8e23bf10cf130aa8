-- one row per topic that was merged into another up to week $week_on, as known at $as_of: the latest such link
SELECT topic_id, other_topic_id FROM core_topic_link
WHERE relation = 'merged' AND other_topic_id IS NOT NULL AND week_on <= $week_on AND as_of <= $as_of
QUALIFY row_number() OVER (PARTITION BY topic_id ORDER BY week_on DESC, as_of DESC) = 1
ORDER BY topic_id
