-- one row per source that was asked in [$since, $until) (known at $as_of) and never once answered: an outage, not silence.
-- "Nothing changed", told by a 304 or by the same body again, is an answer.
SELECT f.source_id, any_value(s.source_class) AS source_class, count(*) AS n_fetches
FROM raw_fetch AS f LEFT JOIN core_source AS s USING (source_id)
WHERE f.requested_at >= $since AND f.requested_at < $until AND f.requested_at <= $as_of
GROUP BY f.source_id
HAVING count(*) FILTER (WHERE f.outcome IN ('ok', 'not_modified', 'same_body')) = 0
ORDER BY f.source_id
