-- one row: document versions without a number yet, and the next number
SELECT (SELECT count(*) FROM core_document) - (SELECT count(*) FROM read_document_no) AS n_new,
       (SELECT coalesce(max(doc_no), 0) FROM read_document_no) AS last_no
