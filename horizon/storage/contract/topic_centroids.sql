-- one row per topic: the centre of its documents as last judged
SELECT topic_id, week_on, as_of, model_id, vector FROM core_topic_centroid
QUALIFY row_number() OVER (PARTITION BY topic_id ORDER BY week_on DESC, as_of DESC) = 1
ORDER BY topic_id
