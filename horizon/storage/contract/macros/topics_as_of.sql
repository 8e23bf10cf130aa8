-- every topic as it stood at a moment, in the last week judged by then
CREATE MACRO horizon.topics_as_of(as_of) AS TABLE
SELECT w.* EXCLUDE (is_latest) FROM horizon.topic_weeks AS w WHERE w.as_of <= as_of::TIMESTAMPTZ
QUALIFY row_number() OVER (PARTITION BY w.topic_id ORDER BY w.week_on DESC, w.as_of DESC) = 1
ORDER BY w.topic_id;
