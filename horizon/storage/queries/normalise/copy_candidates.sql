-- one row per document counted in [$since, $until] that shares a band (given_bands), a text or a title with new ones, with its origin
WITH near AS (
    SELECT * FROM core_document WHERE version = 1 AND counted_at >= $since AND counted_at <= $until),
ids AS (
    SELECT b.doc_id FROM core_copy_band AS b JOIN given_bands AS w USING (band)
    UNION SELECT n.doc_id FROM near AS n JOIN (SELECT unnest(CAST($hashes AS TEXT[])) AS text_hash) AS w USING (text_hash)
    UNION SELECT n.doc_id FROM near AS n JOIN (SELECT unnest(CAST($titles AS TEXT[])) AS title) AS w USING (title))
SELECT n.doc_id, n.source_id, n.title, n.text, n.text_hash, n.language, n.counted_at, coalesce(o.origin_id, n.doc_id) AS origin_id
FROM near AS n JOIN ids USING (doc_id) LEFT JOIN core_origin_member AS o USING (doc_id)
ORDER BY n.doc_id
