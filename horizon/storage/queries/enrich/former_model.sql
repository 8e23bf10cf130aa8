-- one row: the model other than $model_id with the most vectors, if any: what was named before a switch
SELECT model_id FROM core_embedding WHERE model_id <> $model_id
GROUP BY model_id ORDER BY count(*) DESC, model_id LIMIT 1
