-- one row per (signal, document) of the judgement of $week_on known at $as_of: label, document in the version known then, its source
WITH judged AS (
    SELECT signal_id, label, as_of FROM core_signal WHERE week_on = $week_on AND as_of <= $as_of
    QUALIFY as_of = max(as_of) OVER ()),
known AS (
    SELECT doc_id, version, source_id, title, text, language, text_hash, week_on FROM core_document WHERE seen_at <= $as_of
    QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY version DESC) = 1)
SELECT e.signal_id, j.label, e.doc_id, e.origin_id, e.stance, d.week_on, d.title, left(d.text, $n_chars) AS text, d.language,
       d.text_hash, d.source_id, n.geo_level, n.countries, s.name AS source_name, s.family AS source_family, s.sector AS source_sector
FROM judged AS j
JOIN core_signal_evidence AS e ON e.signal_id = j.signal_id AND e.week_on = $week_on AND e.as_of = j.as_of
JOIN known AS d USING (doc_id)
LEFT JOIN core_enrichment AS n ON n.doc_id = d.doc_id AND n.version = d.version
LEFT JOIN core_source AS s ON s.source_id = d.source_id
ORDER BY e.signal_id, e.rank, e.doc_id
