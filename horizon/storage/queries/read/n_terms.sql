-- counts the terms of the documents in segment $segment
UPDATE read_document_no AS r SET n_terms = coalesce(c.n_terms, 0)
FROM read_document_no AS n
LEFT JOIN (SELECT doc_no, sum(n_times)::INTEGER AS n_terms
           FROM (SELECT unnest(doc_nos) AS doc_no, unnest(n_times) AS n_times FROM read_posting WHERE segment = $segment)
           GROUP BY doc_no) AS c ON c.doc_no = n.doc_no
WHERE r.doc_no > $last_no AND r.doc_no <= $until_no AND n.doc_no = r.doc_no
