-- one row per source that was asked in [$since, $until) (known at $as_of) and never once answered: an outage, not silence
SELECT f.source_id, any_value(s.source_class) AS source_class, count(*) AS n_fetches
FROM raw_fetch AS f LEFT JOIN core_source AS s USING (source_id)
WHERE f.requested_at >= $since AND f.requested_at < $until AND f.requested_at <= $as_of
GROUP BY f.source_id
HAVING count(*) FILTER (WHERE f.http_status BETWEEN 200 AND 399 AND f.n_entries IS NOT NULL OR f.http_status = 304) = 0
ORDER BY f.source_id
