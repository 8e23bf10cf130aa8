-- one row per embedding model with vectors of documents counted in [$since, $until) and known at $as_of, most documents first
SELECT e.model_id, count(*) AS n_docs
FROM core_embedding AS e
JOIN core_document AS d USING (text_hash)
WHERE d.seen_at <= $as_of AND d.counted_at >= $since AND d.counted_at < $until
GROUP BY e.model_id ORDER BY n_docs DESC, e.model_id
