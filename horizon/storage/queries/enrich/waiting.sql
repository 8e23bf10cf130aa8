-- one row per document version seen by $as_of whose entities no run has read yet
SELECT d.doc_id, d.version, d.title, d.text, d.language, d.text_hash, d.seen_at, s.name AS source_name, s.place AS source_place,
       d.source_class, d.published_at, s.time_zone, s.grade AS source_grade
FROM core_document AS d LEFT JOIN core_source AS s USING (source_id)
WHERE d.seen_at <= $as_of
  AND NOT EXISTS (SELECT 1 FROM core_enrichment AS e WHERE e.doc_id = d.doc_id AND e.version = d.version)
ORDER BY d.seen_at, d.doc_id, d.version
