-- one row: the embedding model of most documents counted in [$since, $until) and known at $as_of
SELECT e.model_id
FROM core_enrichment AS e JOIN core_document AS d USING (doc_id, version)
WHERE d.seen_at <= $as_of AND d.counted_at >= $since AND d.counted_at < $until
GROUP BY e.model_id ORDER BY count(*) DESC, e.model_id LIMIT 1
