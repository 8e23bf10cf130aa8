-- one row per date from $since on that a policy document known at $as_of sets in its latest version by then; topic as placed in
-- the last judgement by then that holds the document
WITH known AS (
    SELECT * FROM core_document WHERE seen_at <= $as_of AND doc_id IN (SELECT doc_id FROM core_policy_date)
    QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY version DESC) = 1),
placed AS (
    SELECT doc_id, topic_id FROM core_topic_member
    WHERE as_of <= $as_of AND doc_id IN (SELECT doc_id FROM core_policy_date)
    QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY as_of DESC, week_on DESC) = 1)
SELECT p.policy_date_id, p.doc_id, p.version, t.topic_id, p.body, p.stage, p.on_date, p.at_time, p.time_zone, p.precision, p.is_flagged,
       p.flag_reason, p.file_ref, coalesce(p.is_extension, false) AS is_extension, p.quote, p.start_offset, p.end_offset, p.as_of,
       d.title, d.language, d.counted_at, d.canonical_url AS url, d.source_id, s.name AS source_name,
       s.country AS source_country
FROM core_policy_date AS p JOIN known AS d USING (doc_id, version) LEFT JOIN placed AS t USING (doc_id)
LEFT JOIN core_source AS s ON s.source_id = d.source_id
WHERE p.as_of <= $as_of AND p.on_date >= $since
ORDER BY p.on_date, p.policy_date_id
