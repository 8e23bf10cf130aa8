-- one row per text hash of the documents counted in [$since, $until) and known at $as_of: its vector in model $model_id
SELECT DISTINCT e.text_hash, e.vector
FROM core_embedding AS e
WHERE e.model_id = $model_id AND e.text_hash IN (
    SELECT text_hash FROM core_document WHERE seen_at <= $as_of AND counted_at >= $since AND counted_at < $until)
ORDER BY e.text_hash
