-- one row per (document, entity) of the documents counted in [$since, $until), in the version known at $as_of
WITH known AS (
    SELECT doc_id, max(version) AS version FROM core_document
    WHERE seen_at <= $as_of AND counted_at >= $since AND counted_at < $until GROUP BY doc_id)
SELECT m.doc_id, m.entity_id, m.name, m.kind, m.n_mentions
FROM core_mention AS m JOIN known USING (doc_id, version)
ORDER BY m.doc_id, m.entity_id
