-- one row per kept body that was last fetched before $before; the newest
-- body of each source stays, it tells what is new, and so does the robots.txt that holds
SELECT b.body_hash AS id FROM raw_body AS b
WHERE b.first_fetched_at < $before
  AND NOT EXISTS (SELECT 1 FROM raw_fetch AS f WHERE f.body_hash = b.body_hash AND f.requested_at >= $before)
  AND NOT EXISTS (SELECT 1 FROM raw_page AS p WHERE p.body_hash = b.body_hash AND p.requested_at >= $before)
  AND NOT EXISTS (SELECT 1 FROM core_robots AS o WHERE o.body_hash = b.body_hash)
  AND NOT EXISTS (SELECT 1 FROM core_source_state AS s WHERE s.body_hash = b.body_hash)
  AND NOT EXISTS (SELECT 1 FROM core_retention AS r WHERE r.kind = 'body' AND r.id = b.body_hash)
ORDER BY id
