-- one row per (signal, document) of the judgement of $week_on made at $judged_at: the document in the version known at $as_of,
-- its place and its source's standing
WITH told AS (
    SELECT signal_id, doc_id, origin_id, stance, rank FROM core_signal_evidence WHERE week_on = $week_on AND as_of = $judged_at),
known AS (  -- of those documents alone: the others are many, and grow with the years
    SELECT doc_id, version, source_id, title, text, language, text_hash, week_on FROM core_document
    WHERE seen_at <= $as_of AND doc_id IN (SELECT doc_id FROM told)
    QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY version DESC) = 1)
SELECT e.signal_id, e.doc_id, e.origin_id, e.stance, d.source_id, d.title, left(d.text, $n_chars) AS text, d.language, d.text_hash,
       n.geo_level, n.countries, d.week_on, s.name AS source_name, s.family AS source_family, s.sector AS source_sector
FROM told AS e JOIN known AS d USING (doc_id)
LEFT JOIN core_enrichment AS n ON n.doc_id = d.doc_id AND n.version = d.version
LEFT JOIN core_source AS s ON s.source_id = d.source_id
ORDER BY e.signal_id, e.rank, e.doc_id
