-- one row per document of the weeks [$since, $until], in the version known at $as_of, with its source's standing
WITH known AS (
    SELECT doc_id, version, source_id, title, text, language, text_hash, week_on, counted_at FROM core_document
    WHERE seen_at <= $as_of QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY version DESC) = 1),
origin AS (
    SELECT doc_id, origin_id FROM core_origin_member WHERE seen_at <= $as_of
    QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY seen_at DESC, origin_id) = 1)
SELECT d.doc_id, coalesce(o.origin_id, d.doc_id) AS origin_id, d.week_on, d.title, left(d.text, $n_chars) AS text, d.language,
       n.geo_level, n.countries, s.name AS source_name, s.sector AS source_sector, s.family AS source_family, d.source_id,
       'neutral' AS stance, d.text_hash, d.doc_id AS signal_id
FROM known AS d
LEFT JOIN origin AS o USING (doc_id)
LEFT JOIN core_enrichment AS n ON n.doc_id = d.doc_id AND n.version = d.version
LEFT JOIN core_source AS s ON s.source_id = d.source_id
WHERE d.week_on BETWEEN $since AND $until
ORDER BY d.week_on, d.doc_id
