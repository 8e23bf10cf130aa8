-- one row per text hash in $hashes that has a vector of model $model_id
SELECT DISTINCT ON (text_hash) text_hash, vector FROM core_embedding
WHERE model_id = $model_id AND list_contains(CAST($hashes AS TEXT[]), text_hash)
ORDER BY text_hash
