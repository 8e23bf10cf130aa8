-- the vectors in model $model_id of the documents counted in [$since, $until) and known at $as_of, by text hash, in no order: a
-- text that was embedded twice is there twice, alike (looking for such rows would cost more than reading them)
SELECT e.text_hash, e.vector
FROM core_embedding AS e
WHERE e.model_id = $model_id AND e.text_hash IN (
    SELECT text_hash FROM core_document WHERE seen_at <= $as_of AND counted_at >= $since AND counted_at < $until)
