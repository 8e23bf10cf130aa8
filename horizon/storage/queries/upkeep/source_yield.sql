-- one row per enabled source: its documents since $since as known at $as_of, the share that are copies of another source's,
-- and how many were evidence of a flagged signal
WITH docs AS (
    SELECT d.doc_id, d.source_id, min(d.seen_at) AS seen_at FROM core_document AS d WHERE d.seen_at <= $as_of GROUP BY ALL),
copies AS (
    SELECT DISTINCT m.doc_id FROM core_origin_member AS m
    JOIN docs AS d USING (doc_id) JOIN docs AS o ON o.doc_id = m.origin_id
    WHERE m.doc_id <> m.origin_id AND d.source_id <> o.source_id),
flagged AS (
    SELECT DISTINCT e.doc_id FROM core_signal_evidence AS e
    JOIN core_signal AS s USING (signal_id, week_on, as_of) WHERE s.is_flagged AND s.as_of <= $as_of)
SELECT s.source_id, coalesce(st.health, 'never fetched') AS health,
       count(d.doc_id) FILTER (d.seen_at >= $since) AS n_docs,
       count(c.doc_id) FILTER (d.seen_at >= $since) / nullif(count(d.doc_id) FILTER (d.seen_at >= $since), 0) AS copy_share,
       count(f.doc_id) FILTER (d.seen_at >= $since) AS n_signal_docs,
       count(d.doc_id) AS n_docs_ever
FROM core_source AS s
LEFT JOIN core_source_state AS st USING (source_id)
LEFT JOIN docs AS d USING (source_id)
LEFT JOIN copies AS c USING (doc_id)
LEFT JOIN flagged AS f USING (doc_id)
WHERE s.is_enabled
GROUP BY ALL ORDER BY s.source_id
