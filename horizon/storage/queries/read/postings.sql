-- one row per term of the documents numbered $last_no + 1 .. $until_no: a new segment of the search index
INSERT INTO read_posting (segment, term, doc_nos, n_times)
WITH word AS (
    SELECT n.doc_no, unnest(words(d.title || ' ' || d.text)) AS word
    FROM read_document_no AS n JOIN core_document AS d ON d.doc_id = n.doc_id AND d.version = n.version
    WHERE n.doc_no > $last_no AND n.doc_no <= $until_no),
counted AS (SELECT doc_no, word, count(*) AS n_times FROM word GROUP BY ALL),
spelled AS (SELECT word, term(word) AS term FROM (SELECT DISTINCT word FROM counted)),
posting AS (
    SELECT s.term, c.doc_no, least(sum(c.n_times), 255)::UTINYINT AS n_times
    FROM counted AS c JOIN spelled AS s ON s.word = c.word WHERE s.term IS NOT NULL GROUP BY ALL)
SELECT $segment, term, list(doc_no ORDER BY doc_no), list(n_times ORDER BY doc_no)
FROM posting GROUP BY term ORDER BY term
