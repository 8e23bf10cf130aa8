-- removes segments $first..$last, which were merged into a later one
DELETE FROM read_posting WHERE segment BETWEEN $first AND $last
