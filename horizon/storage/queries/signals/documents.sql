-- one row per document counted in [$since, $until) as known at $as_of: its origin, whether it is the origin's first document
-- (is_lead; each origin is counted once, there), and its topic: by the judgement of $week_on made at $judged_at, and for
-- documents older than any that judgement covers, by the latest earlier one. Sources in $out are down (is_out): they lead an
-- origin only where nobody else has it. Text is cut to $n_chars characters; of a paper, which may name late what it uses,
-- $n_abstract come besides.
WITH known AS (
    SELECT * FROM core_document WHERE seen_at <= $as_of
    QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY version DESC) = 1),
counted AS (
    SELECT d.*, coalesce(o.origin_id, d.doc_id) AS origin_id, list_contains(CAST($out AS TEXT[]), d.source_id) AS is_out
    FROM known AS d
    LEFT JOIN core_origin_member AS o ON o.doc_id = d.doc_id AND o.seen_at <= $as_of
    WHERE d.counted_at >= $since AND d.counted_at < $until),
current_member AS (
    SELECT doc_id, topic_id FROM core_topic_member WHERE week_on = $week_on AND as_of = $judged_at),
covered AS (
    SELECT min(d.counted_at) AS since FROM current_member AS m JOIN known AS d USING (doc_id)),
past_member AS (
    SELECT doc_id, topic_id FROM core_topic_member WHERE week_on < $week_on AND as_of <= $as_of
    QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY week_on DESC, as_of DESC) = 1)
SELECT d.doc_id, d.source_id, d.source_class, d.title, left(d.text, $n_chars) AS text, d.language, d.counted_at, d.week_on, d.is_backlog,
       CASE WHEN d.source_class = 'research' THEN left(d.text, $n_abstract) END AS abstract, d.text_hash, d.origin_id, d.is_out, e.geo_level,
       row_number() OVER (PARTITION BY d.origin_id ORDER BY d.is_out, d.counted_at, d.doc_id) = 1 AS is_lead,
       coalesce(c.topic_id, CASE WHEN d.counted_at < (SELECT since FROM covered) THEN p.topic_id END) AS topic_id,
       coalesce(s.family, d.source_id) AS family, s.grade, coalesce(s.is_primary, false) AS is_primary,
       s.source_id IS NOT NULL AS is_known_source
FROM counted AS d
LEFT JOIN current_member AS c ON c.doc_id = d.doc_id
LEFT JOIN past_member AS p ON p.doc_id = d.doc_id
LEFT JOIN core_enrichment AS e ON e.doc_id = d.doc_id AND e.version = d.version
LEFT JOIN core_source AS s ON s.source_id = d.source_id
ORDER BY d.counted_at, d.doc_id
