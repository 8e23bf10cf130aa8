-- one row per term and segment of the search index
SELECT term, segment, doc_nos, n_times FROM read_posting ORDER BY segment, term
