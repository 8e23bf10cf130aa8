-- one row per enabled source whose last fetch by $as_of did not give a readable answer, with when it last did
WITH fetched AS (SELECT * FROM raw_fetch WHERE requested_at <= $as_of),
last_one AS (
    SELECT source_id, arg_max(outcome, requested_at) AS outcome, arg_max(reason, requested_at) AS reason FROM fetched GROUP BY source_id),
success AS (
    SELECT source_id, max(requested_at) AS last_success_at FROM fetched
    WHERE outcome IN ('ok', 'not_modified', 'same_body', 'empty') GROUP BY source_id)
SELECT s.source_id, s.name AS source_name, l.outcome, l.reason, u.last_success_at
FROM core_source AS s JOIN last_one AS l USING (source_id) LEFT JOIN success AS u USING (source_id)
WHERE s.is_enabled AND l.outcome NOT IN ('ok', 'not_modified', 'same_body', 'empty')
ORDER BY s.source_id
