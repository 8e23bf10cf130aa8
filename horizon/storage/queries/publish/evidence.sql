-- one row per document the signals of week $week_on rest on (latest judgement by $as_of), in the version known then; the text is
-- cut to its first 1500 characters, where the news stands
WITH judged AS (
    SELECT * FROM core_signal_evidence WHERE week_on = $week_on AND as_of <= $as_of QUALIFY as_of = max(as_of) OVER ()),
documents AS (
    SELECT * FROM core_document WHERE seen_at <= $as_of AND doc_id IN (SELECT doc_id FROM judged)
    QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY version DESC) = 1),
copies AS (
    SELECT origin_id, count(*) AS n_copies FROM core_origin_member
    WHERE seen_at <= $as_of AND origin_id IN (SELECT origin_id FROM judged) GROUP BY origin_id)
SELECT j.signal_id, j.doc_id, j.origin_id, j.stance, j.rank, d.title, left(d.text, 1500) AS text, d.language,
       d.canonical_url AS url, d.published_at, d.first_seen_at, d.week_on AS doc_week_on, CAST(d.counted_at AS DATE) AS doc_day,
       d.source_id, d.source_class, s.name AS source_name, coalesce(s.family, d.source_id) AS family,
       coalesce(s.grade, 'F') AS grade, coalesce(c.n_copies, 1) AS n_copies
FROM judged AS j JOIN documents AS d USING (doc_id)
LEFT JOIN core_source AS s USING (source_id)
LEFT JOIN copies AS c USING (origin_id)
ORDER BY j.signal_id, j.rank, j.doc_id
