-- one row per document of $doc_ids in the version known at $as_of, with origin, source, geography and the hash of its raw body
WITH known AS (
    SELECT * FROM core_document WHERE seen_at <= $as_of AND doc_id IN (SELECT unnest(CAST($doc_ids AS TEXT[])))
    QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY version DESC) = 1)
SELECT d.doc_id, d.version, d.source_id, d.source_class, d.canonical_url AS url, d.title, d.text, d.author, d.language, d.published_at,
       d.date_precision, d.first_seen_at, d.counted_at, coalesce(o.origin_id, d.doc_id) AS origin_id, e.geo_level, e.countries,
       s.name AS source_name, s.family AS source_family, s.sector AS source_sector, coalesce(s.grade, 'F') AS source_grade,
       coalesce(s.is_primary, false) AS is_primary, s.time_zone, r.body_hash
FROM known AS d
LEFT JOIN core_origin_member AS o ON o.doc_id = d.doc_id AND o.seen_at <= $as_of
LEFT JOIN core_enrichment AS e ON e.doc_id = d.doc_id AND e.version = d.version
LEFT JOIN core_source AS s ON s.source_id = d.source_id
LEFT JOIN (SELECT entry_hash, min(body_hash) AS body_hash FROM raw_entry
           WHERE entry_hash IN (SELECT entry_hash FROM known) GROUP BY entry_hash) AS r ON r.entry_hash = d.entry_hash
ORDER BY d.counted_at, d.doc_id
