-- one row per person or organisation named in the documents of $doc_ids in the version known at $as_of
WITH known AS (
    SELECT doc_id, max(version) AS version FROM core_document
    WHERE seen_at <= $as_of AND doc_id IN (SELECT unnest(CAST($doc_ids AS TEXT[]))) GROUP BY doc_id)
SELECT m.doc_id, m.name, m.kind, m.n_mentions FROM core_mention AS m JOIN known USING (doc_id, version)
WHERE m.kind IN ('person', 'organisation') ORDER BY m.doc_id, m.entity_id
