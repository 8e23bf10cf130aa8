-- documents that hold words of the question, best first by BM25 (k1 1.2, b 0.75); as_of: only what was known then, in the version of then
CREATE MACRO horizon.search(question, n := 20, as_of := NULL, since := NULL) AS TABLE
WITH asked AS (SELECT DISTINCT horizon.term(word) AS term FROM (SELECT unnest(horizon.words(question)) AS word)),
found AS (  -- by row: the lists of other terms are not even read
    SELECT p.term, p.doc_nos, p.n_times FROM horizon.search_postings AS p
    WHERE p.rowid IN (SELECT q.rowid FROM horizon.search_postings AS q WHERE q.term IN (SELECT term FROM asked))),
weight AS (
    SELECT f.term, ln(1 + (any_value(s.n_docs) - sum(len(f.doc_nos)) + 0.5) / (sum(len(f.doc_nos)) + 0.5)) AS weight
    FROM found AS f, horizon.search_size AS s GROUP BY f.term),
hit AS (SELECT term, unnest(doc_nos) AS doc_no, unnest(n_times) AS n_times FROM found),
scored AS (
    SELECT h.doc_no, sum(w.weight * h.n_times * 2.2 / (h.n_times + 0.3 + 0.9 * k.n_terms / s.mean_terms)) AS score
    FROM hit AS h JOIN weight AS w USING (term) JOIN horizon.document_versions AS k USING (doc_no), horizon.search_size AS s
    WHERE (as_of IS NULL AND k.superseded_at IS NULL
           OR k.version_seen_at <= as_of::TIMESTAMPTZ AND (k.superseded_at IS NULL OR k.superseded_at > as_of::TIMESTAMPTZ))
      AND (since IS NULL OR k.week_on >= since::DATE)
    GROUP BY h.doc_no),
best AS (SELECT doc_no, score FROM scored ORDER BY score DESC, doc_no LIMIT n),
shown AS (  -- by row again: only the texts that are shown are unpacked
    SELECT d.* FROM horizon.document_versions AS d
    WHERE d.rowid IN (SELECT k.rowid FROM horizon.document_versions AS k WHERE k.doc_no IN (SELECT doc_no FROM best)))
SELECT round(b.score, 4) AS search_score, d.doc_id, d.version, d.published_at, d.source_name, d.source_class, d.language, d.title, d.url, d.text
FROM best AS b JOIN shown AS d USING (doc_no) ORDER BY b.score DESC, d.doc_no;
