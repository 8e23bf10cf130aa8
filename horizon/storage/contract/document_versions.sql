-- one row per version of a document: what was known when
WITH repeated AS (  -- only documents with a second version need their versions compared
    SELECT doc_id, version, lead(seen_at) OVER (PARTITION BY doc_id ORDER BY version) AS superseded_at
    FROM (SELECT doc_id, version, seen_at FROM core_document WHERE doc_id IN (SELECT doc_id FROM core_document WHERE version > 1))),
newest AS (SELECT arg_max(model_id, seen_at) AS model_id FROM core_enrichment),
enriched AS (  -- a document is read again when the embedding model changes; the newest model's reading counts
    SELECT e.doc_id, e.version, e.geo_level, e.countries FROM core_enrichment AS e WHERE e.model_id = (SELECT model_id FROM newest)
    UNION ALL
    SELECT e.doc_id, e.version, any_value(e.geo_level), any_value(e.countries)
    FROM core_enrichment AS e
    WHERE e.model_id <> (SELECT model_id FROM newest) AND NOT EXISTS (
        SELECT 1 FROM core_enrichment AS n
        WHERE n.model_id = (SELECT model_id FROM newest) AND n.doc_id = e.doc_id AND n.version = e.version)
    GROUP BY e.doc_id, e.version)
SELECT d.doc_id, d.version, d.source_id, s.name AS source_name, d.source_class, d.title, d.text, d.language, d.canonical_url AS url,
       d.author, d.published_at, d.date_precision, d.first_seen_at, d.seen_at AS version_seen_at, r.superseded_at,
       r.superseded_at IS NULL AS is_latest, d.week_on, d.is_backlog, coalesce(o.origin_id, d.doc_id) AS origin_id, e.geo_level,
       e.countries, d.n_words, d.defects, d.entry_hash, n.body_hash, n.doc_no, n.n_terms, d.run_id
FROM core_document AS d
LEFT JOIN repeated AS r ON r.doc_id = d.doc_id AND r.version = d.version
LEFT JOIN core_source AS s ON s.source_id = d.source_id
LEFT JOIN read_document_no AS n ON n.doc_id = d.doc_id AND n.version = d.version
LEFT JOIN core_origin_member AS o ON o.doc_id = d.doc_id
LEFT JOIN enriched AS e ON e.doc_id = d.doc_id AND e.version = d.version
