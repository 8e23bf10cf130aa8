-- one row per segment of the search index, newest last
SELECT segment, sum(len(doc_nos))::BIGINT AS n_postings FROM read_posting GROUP BY segment ORDER BY segment
