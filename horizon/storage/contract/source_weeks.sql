-- one row per source and week in which it was asked: whether it answered, and what came
SELECT source_id, date_trunc('week', requested_at)::DATE AS week_on, count(*) AS n_fetches,
       count(*) FILTER (outcome NOT IN ('ok', 'not_modified', 'same_body', 'empty')) AS n_failures,
       coalesce(sum(n_new_entries), 0)::BIGINT AS n_new_entries, arg_max(outcome, requested_at) AS last_outcome,
       count(*) FILTER (outcome IN ('ok', 'not_modified', 'same_body')) = 0 AS is_outage
FROM raw_fetch GROUP BY ALL ORDER BY week_on, source_id
