-- one row per document (latest version) and entity named in it
SELECT m.doc_id, m.entity_id, m.name AS entity_name, m.kind AS entity_kind, m.n_mentions
FROM core_mention AS m
WHERE NOT EXISTS (SELECT 1 FROM (SELECT doc_id, version FROM core_document WHERE version > 1) AS l
                  WHERE l.doc_id = m.doc_id AND l.version > m.version)
