-- one row: the size of the search index
SELECT count(*) AS n_docs, greatest(coalesce(avg(n_terms), 1), 1) AS mean_terms FROM read_document_no
