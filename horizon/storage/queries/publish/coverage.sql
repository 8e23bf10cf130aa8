-- one row per source class and language: what counts in week $week_on, as known at $as_of
WITH known AS (
    SELECT * FROM core_document WHERE seen_at <= $as_of AND week_on = $week_on
    QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY version DESC) = 1)
SELECT d.source_class, coalesce(d.language, 'unknown') AS language, count(*) AS n_docs,
       count(DISTINCT coalesce(o.origin_id, d.doc_id)) AS n_origins, list_sort(list(DISTINCT d.source_id)) AS source_ids
FROM known AS d LEFT JOIN core_origin_member AS o ON o.doc_id = d.doc_id AND o.seen_at <= $as_of
GROUP BY ALL ORDER BY ALL
