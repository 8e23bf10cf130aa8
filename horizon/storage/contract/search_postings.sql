-- one row per term and segment of the search index, in the order in which they were made: by segment, then by term
SELECT term, segment, doc_nos, n_times FROM read_posting
