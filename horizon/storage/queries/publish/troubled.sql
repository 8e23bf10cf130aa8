-- one row per source polled in the four weeks before $as_of whose last fetch by then did not give a readable answer, with when
-- it last did
WITH fetched AS (SELECT * FROM raw_fetch WHERE requested_at <= $as_of),
last_one AS (
    SELECT source_id, arg_max(outcome, requested_at) AS outcome, arg_max(reason, requested_at) AS reason,
           max(requested_at) AS last_at FROM fetched GROUP BY source_id),
success AS (
    SELECT source_id, max(requested_at) AS last_success_at FROM fetched
    WHERE outcome IN ('ok', 'not_modified', 'same_body', 'empty') GROUP BY source_id)
SELECT l.source_id, coalesce(s.name, l.source_id) AS source_name, l.outcome, l.reason, u.last_success_at
FROM last_one AS l LEFT JOIN core_source AS s USING (source_id) LEFT JOIN success AS u USING (source_id)
WHERE l.last_at > CAST($as_of AS TIMESTAMPTZ) - INTERVAL 28 DAY
  AND l.outcome NOT IN ('ok', 'not_modified', 'same_body', 'empty')
ORDER BY l.source_id
