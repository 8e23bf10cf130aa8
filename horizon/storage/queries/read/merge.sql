-- segments $first..$last as one; numbers rise with segments, so the lists stay in order
INSERT INTO read_posting (segment, term, doc_nos, n_times)
SELECT $last + 1, term, flatten(list(doc_nos ORDER BY segment)), flatten(list(n_times ORDER BY segment))
FROM read_posting WHERE segment BETWEEN $first AND $last GROUP BY term ORDER BY term
