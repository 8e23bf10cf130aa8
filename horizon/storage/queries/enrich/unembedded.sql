-- one row per text hash seen by $as_of that was read before but has no vector of model $model_id: after a switch of the
-- embedder; newest first, at most $most
SELECT d.text_hash, any_value(d.title ORDER BY d.doc_id, d.version) AS title, any_value(d.text ORDER BY d.doc_id, d.version) AS text
FROM core_document AS d
JOIN core_enrichment AS e ON e.doc_id = d.doc_id AND e.version = d.version
WHERE d.seen_at <= $as_of
  AND NOT EXISTS (SELECT 1 FROM core_embedding AS v WHERE v.text_hash = d.text_hash AND v.model_id = $model_id)
GROUP BY d.text_hash
ORDER BY max(d.counted_at) DESC, d.text_hash
LIMIT $most
