-- one row per topic: the centre of its documents as last judged
SELECT c.topic_id, c.week_on, c.as_of, c.model_id, c.vector
FROM core_topic_centroid AS c
JOIN (SELECT topic_id, max((week_on, as_of)) AS last FROM core_topic_centroid GROUP BY topic_id) AS l
  ON l.topic_id = c.topic_id AND c.week_on = l.last[1] AND c.as_of = l.last[2]
