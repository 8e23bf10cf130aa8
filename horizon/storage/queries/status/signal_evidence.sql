-- one row per document a signal rests on, down to the hash of the raw body it was fetched in
WITH judged AS (
    SELECT * FROM core_signal_evidence WHERE signal_id = $signal_id AND week_on = $week_on AND as_of <= $as_of
    QUALIFY as_of = max(as_of) OVER ()),
documents AS (
    SELECT * FROM core_document WHERE seen_at <= $as_of
    QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY version DESC) = 1)
SELECT j.rank, j.stance, d.published_at, d.first_seen_at, s.name AS source, s.grade, d.title, d.canonical_url AS url, j.doc_id,
       j.origin_id, r.body_hash
FROM judged AS j JOIN documents AS d USING (doc_id)
LEFT JOIN core_source AS s USING (source_id)
LEFT JOIN (SELECT DISTINCT entry_hash, body_hash FROM raw_entry) AS r USING (entry_hash)
ORDER BY j.rank, j.doc_id
