-- one row per topic of a week ($week_on, or the last judged one) in its latest judgement by $as_of
WITH chosen AS (
    SELECT week_on, max(as_of) AS as_of FROM core_topic_week
    WHERE as_of <= $as_of AND ($week_on IS NULL OR week_on = CAST($week_on AS DATE))
    GROUP BY week_on ORDER BY week_on DESC LIMIT 1)
SELECT t.* FROM core_topic_week AS t JOIN chosen USING (week_on, as_of)
ORDER BY t.n_origins_window DESC, t.topic_id
