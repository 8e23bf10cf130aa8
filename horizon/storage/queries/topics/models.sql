-- one row per embedding model that has read documents counted in [$since, $until) and known at $as_of, most used first
SELECT e.model_id, count(*) AS n_docs
FROM core_enrichment AS e
JOIN core_document AS d ON d.doc_id = e.doc_id AND d.version = e.version
WHERE d.seen_at <= $as_of AND d.counted_at >= $since AND d.counted_at < $until
GROUP BY e.model_id ORDER BY n_docs DESC, e.model_id
