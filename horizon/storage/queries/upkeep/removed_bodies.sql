-- one row per body that retention removed and that no later fetch brought back
SELECT DISTINCT r.id AS body_hash FROM core_retention AS r
WHERE r.kind = 'body' AND NOT EXISTS (
    SELECT 1 FROM raw_fetch AS f WHERE f.body_hash = r.id AND f.requested_at > r.removed_at)
  AND NOT EXISTS (SELECT 1 FROM raw_page AS p WHERE p.body_hash = r.id AND p.requested_at > r.removed_at)
  AND NOT EXISTS (SELECT 1 FROM core_robots AS o WHERE o.body_hash = r.id)
