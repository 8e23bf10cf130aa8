-- one row per topic that somebody follows at $as_of, with how it stood in week $week_on (nulls when it was not judged)
WITH last_word AS (
    SELECT * FROM core_follow WHERE followed_at <= $as_of
    QUALIFY row_number() OVER (PARTITION BY topic_id, follower ORDER BY followed_at DESC) = 1),
followed AS (SELECT DISTINCT topic_id FROM last_word WHERE is_following),
judged AS (
    SELECT * FROM core_topic_week WHERE week_on = $week_on AND as_of <= $as_of QUALIFY as_of = max(as_of) OVER ()),
signals AS (
    SELECT * FROM core_signal WHERE week_on = $week_on AND as_of <= $as_of QUALIFY as_of = max(as_of) OVER ())
SELECT f.topic_id, coalesce(t.label, (SELECT arg_max(w.label, w.week_on) FROM core_topic_week AS w
                                      WHERE w.topic_id = f.topic_id AND w.as_of <= $as_of)) AS label, t.n_origins, s.stage
FROM followed AS f LEFT JOIN judged AS t USING (topic_id) LEFT JOIN signals AS s ON s.topic_id = f.topic_id AND s.kind = 'topic'
ORDER BY f.topic_id
