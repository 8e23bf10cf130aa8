-- one row per document in its latest version
SELECT d.doc_id, d.version, d.source_id, s.name AS source_name, d.source_class, d.title, d.text, d.language, d.canonical_url AS url,
       d.author, d.published_at, d.date_precision, d.first_seen_at, d.seen_at AS version_seen_at, d.week_on, d.is_backlog,
       coalesce(o.origin_id, d.doc_id) AS origin_id, e.geo_level, e.countries, d.n_words, d.defects, r.body_hash, d.run_id
FROM core_document AS d
LEFT JOIN core_source AS s USING (source_id)
LEFT JOIN core_origin_member AS o USING (doc_id)
LEFT JOIN core_enrichment AS e ON e.doc_id = d.doc_id AND e.version = d.version
LEFT JOIN (SELECT entry_hash, any_value(body_hash) AS body_hash FROM raw_entry GROUP BY entry_hash) AS r USING (entry_hash)
QUALIFY row_number() OVER (PARTITION BY d.doc_id ORDER BY d.version DESC) = 1
ORDER BY d.week_on, d.doc_id
