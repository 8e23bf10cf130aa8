-- one row per stated role in the documents of $doc_ids in the version known at $as_of
WITH known AS (
    SELECT doc_id, max(version) AS version FROM core_document
    WHERE seen_at <= $as_of AND doc_id IN (SELECT unnest(CAST($doc_ids AS TEXT[]))) GROUP BY doc_id)
SELECT a.* FROM core_affiliation AS a JOIN known USING (doc_id, version) ORDER BY a.doc_id, a.start_offset
