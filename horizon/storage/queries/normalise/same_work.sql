-- one row per work of given_works and document that it is known of, $most documents a work, and one without a work per document of
-- given_ids; whenever they were counted, with their origin; first versions
WITH bearer AS (
    SELECT w.work, w.doc_id, bool_or(w.is_stated) AS is_stated FROM core_document_work AS w JOIN given_works USING (work)
    GROUP BY w.work, w.doc_id QUALIFY row_number() OVER (PARTITION BY w.work ORDER BY w.doc_id) <= $most
    UNION ALL SELECT NULL, doc_id, false FROM given_ids)
SELECT b.work, b.is_stated, d.doc_id, d.source_id, d.title, d.text, d.text_hash, d.language, d.counted_at,
       coalesce(o.origin_id, d.doc_id) AS origin_id
FROM bearer AS b JOIN core_document AS d ON d.doc_id = b.doc_id AND d.version = 1
LEFT JOIN core_origin_member AS o ON o.doc_id = d.doc_id
ORDER BY d.doc_id, b.work
