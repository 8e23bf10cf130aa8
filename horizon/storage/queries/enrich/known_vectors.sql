-- one row per text hash of $hashes that has a vector of model $model_id
SELECT e.text_hash FROM core_embedding AS e JOIN (SELECT unnest(CAST($hashes AS TEXT[])) AS text_hash) AS w USING (text_hash)
WHERE e.model_id = $model_id
