-- one row per topic that was retired between $since and $week_on and not taken up again, as judged up to $as_of: what it was
-- called and the last centroid it had in model $model_id
WITH latest AS (
    SELECT * FROM core_topic_week
    WHERE week_on < $week_on AND as_of <= $as_of
    QUALIFY row_number() OVER (PARTITION BY topic_id ORDER BY week_on DESC, as_of DESC) = 1),
centre AS (
    SELECT topic_id, vector FROM core_topic_centroid
    WHERE model_id = $model_id AND week_on < $week_on AND as_of <= $as_of
    QUALIFY row_number() OVER (PARTITION BY topic_id ORDER BY week_on DESC, as_of DESC) = 1)
SELECT t.topic_id, t.label, t.terms, t.born_week_on, t.week_on AS retired_week_on, c.vector
FROM latest AS t JOIN centre AS c USING (topic_id)
WHERE t.state = 'retired' AND t.week_on >= $since
ORDER BY t.topic_id
