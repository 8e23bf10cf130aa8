-- one row per document counted in [$since, $until) as it was known at $as_of: its latest version seen by then, its origin
-- (as assigned by then) and its source's standing; ordered so that every reader sees the same order
WITH known AS (
    SELECT * FROM core_document WHERE seen_at <= $as_of
    QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY version DESC) = 1)
SELECT d.doc_id, d.version, d.source_id, d.source_class, d.canonical_url, d.title, d.text, d.author, d.language, d.published_at,
       d.date_precision, d.first_seen_at, d.seen_at, d.counted_at, d.week_on, d.is_backlog, d.text_hash, d.n_words,
       coalesce(o.origin_id, d.doc_id) AS origin_id, o.reason AS origin_reason,
       e.geo_level, e.countries,
       s.name AS source_name, s.family AS source_family, s.sector AS source_sector, s.grade AS source_grade,
       coalesce(s.is_primary, false) AS is_primary
FROM known AS d
LEFT JOIN core_origin_member AS o ON o.doc_id = d.doc_id AND o.seen_at <= $as_of
LEFT JOIN core_enrichment AS e ON e.doc_id = d.doc_id AND e.version = d.version
LEFT JOIN core_source AS s ON s.source_id = d.source_id
WHERE d.counted_at >= $since AND d.counted_at < $until
ORDER BY d.counted_at, d.doc_id
