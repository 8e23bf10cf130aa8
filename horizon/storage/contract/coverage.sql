-- one row per week, source class and language: how much was read
SELECT d.week_on, d.source_class, coalesce(d.language, 'unknown') AS language, count(*) AS n_docs,
       count(DISTINCT coalesce(o.origin_id, d.doc_id)) AS n_origins, count(DISTINCT d.source_id) AS n_sources
FROM core_document AS d LEFT JOIN core_origin_member AS o ON o.doc_id = d.doc_id
WHERE d.version = 1 GROUP BY ALL ORDER BY ALL
