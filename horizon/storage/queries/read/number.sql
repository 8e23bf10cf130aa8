-- numbers at most $n document versions that have none, oldest first, with the raw body each was read from
INSERT INTO read_document_no (doc_no, doc_id, version, seen_at, body_hash)
WITH fresh AS (
    SELECT d.doc_id, d.version, d.seen_at, d.entry_hash FROM core_document AS d
    WHERE NOT EXISTS (SELECT 1 FROM read_document_no AS r WHERE r.doc_id = d.doc_id AND r.version = d.version)
    ORDER BY d.seen_at, d.doc_id, d.version LIMIT $n),
body AS (
    SELECT e.entry_hash, any_value(e.body_hash) AS body_hash FROM raw_entry AS e
    WHERE e.entry_hash IN (SELECT entry_hash FROM fresh) GROUP BY e.entry_hash)
SELECT $last_no + row_number() OVER (ORDER BY f.seen_at, f.doc_id, f.version), f.doc_id, f.version, f.seen_at, b.body_hash
FROM fresh AS f LEFT JOIN body AS b ON b.entry_hash = f.entry_hash
ORDER BY 1
