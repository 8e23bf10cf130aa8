-- one row: how many sources were polled in the four weeks before $as_of; what the catalogue says today is no past truth
SELECT count(DISTINCT source_id) AS n_sources FROM raw_fetch
WHERE requested_at <= $as_of AND requested_at > CAST($as_of AS TIMESTAMPTZ) - INTERVAL 28 DAY
