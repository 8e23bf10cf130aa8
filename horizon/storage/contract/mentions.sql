-- one row per document (latest version) and entity named in it
SELECT m.doc_id, m.entity_id, m.name AS entity_name, m.kind AS entity_kind, m.n_mentions
FROM core_mention AS m
JOIN (SELECT doc_id, max(version) AS version FROM core_document GROUP BY doc_id) USING (doc_id, version)
ORDER BY m.doc_id, m.entity_id
