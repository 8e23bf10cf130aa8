-- one row per document and work of given_works that it is of, whenever it was counted, with its origin; first versions
SELECT w.work, w.is_stated, d.doc_id, d.source_id, d.title, d.text, d.text_hash, d.language, d.counted_at,
       coalesce(o.origin_id, d.doc_id) AS origin_id
FROM core_document_work AS w JOIN given_works AS g USING (work)
JOIN core_document AS d ON d.doc_id = w.doc_id AND d.version = 1
LEFT JOIN core_origin_member AS o ON o.doc_id = d.doc_id
ORDER BY d.doc_id, w.work
