-- one row per claim of the documents of $doc_ids in the version known at $as_of
WITH known AS (
    SELECT doc_id, max(version) AS version FROM core_document
    WHERE seen_at <= $as_of AND doc_id IN (SELECT unnest(CAST($doc_ids AS TEXT[]))) GROUP BY doc_id)
SELECT c.* FROM core_claim AS c JOIN known USING (doc_id, version) ORDER BY c.doc_id, c.start_offset
