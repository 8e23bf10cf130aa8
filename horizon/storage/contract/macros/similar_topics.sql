-- topics nearest to a topic by the centre of their documents (cosine), as last judged
CREATE MACRO horizon.similar_topics(of_topic, n := 10) AS TABLE
SELECT t.topic_id, t.label, t.state, t.last_week_on, round(list_cosine_similarity(c.vector, mine.vector), 4) AS similarity
FROM horizon.topic_centroids AS c
JOIN (SELECT x.vector, x.model_id FROM horizon.topic_centroids AS x WHERE x.topic_id = of_topic) AS mine ON mine.model_id = c.model_id
JOIN horizon.topics AS t ON t.topic_id = c.topic_id
WHERE c.topic_id <> of_topic AND len(c.vector) = len(mine.vector)
ORDER BY similarity DESC, t.topic_id LIMIT n;
