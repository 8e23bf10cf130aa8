-- one row per document in its latest version
SELECT doc_id, version, source_id, source_name, source_class, title, text, language, url, author, published_at, date_precision,
       first_seen_at, version_seen_at, week_on, is_backlog, origin_id, geo_level, countries, n_words, defects, body_hash, run_id
FROM horizon.document_versions WHERE is_latest
