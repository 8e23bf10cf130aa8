-- one row per topic that was merged into another in week $week_on, with the label of what it is part of now
SELECT l.topic_id, t.label FROM core_topic_link AS l
JOIN core_topic_week AS t ON t.topic_id = l.other_topic_id AND t.week_on = l.week_on AND t.as_of = l.as_of
WHERE l.relation = 'merged' AND l.week_on = $week_on AND l.as_of <= $as_of
QUALIFY l.as_of = max(l.as_of) OVER ()
ORDER BY l.topic_id
