-- one row per claim known at $as_of whose holder is named in $names (lower case)
SELECT c.claim, c.holder, c.is_quote, c.modality, c.doc_id, c.start_offset, c.end_offset, d.counted_at::DATE AS said_on
FROM core_claim AS c JOIN core_document AS d USING (doc_id, version)
WHERE c.as_of <= $as_of AND lower(c.holder) IN (SELECT unnest(CAST($names AS TEXT[])))
ORDER BY said_on, c.doc_id, c.start_offset
