-- one row per date from $since on that a policy document known at $as_of sets, in the latest reading by then
WITH known AS (
    SELECT * FROM core_document WHERE seen_at <= $as_of AND doc_id IN (SELECT doc_id FROM core_policy_date)
    QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY version DESC) = 1)
SELECT p.policy_date_id, p.doc_id, p.topic_id, p.body, p.stage, p.on_date, p.precision, p.is_flagged, p.quote, d.title,
       d.language, d.counted_at, d.canonical_url AS url, d.source_id, s.name AS source_name
FROM core_policy_date AS p JOIN known AS d USING (doc_id) LEFT JOIN core_source AS s ON s.source_id = d.source_id
WHERE p.as_of <= $as_of AND p.on_date >= $since
QUALIFY row_number() OVER (PARTITION BY p.policy_date_id ORDER BY p.as_of DESC) = 1
ORDER BY p.on_date, p.policy_date_id
