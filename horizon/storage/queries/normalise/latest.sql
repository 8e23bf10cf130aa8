-- one row per document of $doc_ids: its latest version
SELECT d.doc_id, d.version, d.title, d.text, d.canonical_url, d.first_seen_at, d.counted_at, d.is_backlog
FROM core_document AS d JOIN (SELECT unnest(CAST($doc_ids AS TEXT[])) AS doc_id) AS w USING (doc_id)
QUALIFY row_number() OVER (PARTITION BY d.doc_id ORDER BY d.version DESC) = 1
