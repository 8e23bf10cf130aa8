-- one row per origin counted in [$since, $until) as known at $as_of: its first document, text cut to $n_chars
WITH known AS (
    SELECT * FROM core_document WHERE seen_at <= $as_of AND counted_at >= $since AND counted_at < $until AND NOT is_backlog
    QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY version DESC) = 1)
SELECT d.doc_id, coalesce(o.origin_id, d.doc_id) AS origin_id, d.source_id, d.source_class, d.title, left(d.text, $n_chars) AS text,
       d.text_hash, d.week_on, CAST(d.counted_at AS DATE) AS day, coalesce(s.family, d.source_id) AS family,
       coalesce(s.is_primary, false) AS is_primary
FROM known AS d
LEFT JOIN core_origin_member AS o ON o.doc_id = d.doc_id AND o.seen_at <= $as_of
LEFT JOIN core_source AS s ON s.source_id = d.source_id
QUALIFY row_number() OVER (PARTITION BY coalesce(o.origin_id, d.doc_id) ORDER BY d.counted_at, d.doc_id) = 1
ORDER BY d.counted_at, d.doc_id
