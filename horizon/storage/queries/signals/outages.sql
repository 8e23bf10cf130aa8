-- one row per source that is out in [$since, $until), known at $as_of: asked in it and never once answered, or on board and never
-- read since it began (nobody asked, the machine was off). An outage, not silence; "nothing changed", told by a 304 or by the
-- same body again, is an answer.
WITH answers AS (
    SELECT source_id, requested_at, outcome IN ('ok', 'not_modified', 'same_body') AS is_read,
           requested_at < $until AS is_inside
    FROM raw_fetch WHERE requested_at >= $since AND requested_at <= $as_of),
known AS (
    SELECT source_id, count(*) FILTER (is_inside) AS n_fetches, count(*) FILTER (is_inside AND is_read) AS n_read,
           count(*) FILTER (is_read) AS n_read_since
    FROM answers GROUP BY source_id)
SELECT s.source_id, s.source_class, coalesce(k.n_fetches, 0) AS n_fetches
FROM core_source AS s
LEFT JOIN core_source_state AS st USING (source_id)
LEFT JOIN known AS k USING (source_id)
WHERE (k.n_fetches > 0 AND k.n_read = 0)
   OR (s.is_enabled AND st.on_board_at < $until AND st.last_fetched_at IS NOT NULL AND coalesce(k.n_read_since, 0) = 0)
ORDER BY s.source_id
