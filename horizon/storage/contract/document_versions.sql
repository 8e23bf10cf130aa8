-- one row per version of a document: what was known when
SELECT doc_id, version, title, text, published_at, first_seen_at, seen_at AS version_seen_at, entry_hash, run_id
FROM core_document ORDER BY doc_id, version
