-- signals and documents by the forces they are tied to: one row per PESTLE category, layer and geography, empty cells included
CREATE MACRO horizon.coverage_matrix(since := NULL) AS TABLE
WITH cell AS (
    SELECT p.pestle, l.layer, g.geo_level
    FROM (SELECT unnest(['political', 'economic', 'social', 'technological', 'legal', 'environmental']) AS pestle) AS p,
         (SELECT unnest(['world', 'society', 'market', 'organisation']) AS layer) AS l,
         (SELECT unnest(['local', 'national', 'international']) AS geo_level) AS g),
tied AS (
    SELECT f.pestle, f.layer, s.geo_level, count(DISTINCT s.signal_id) AS n_signals, count(DISTINCT t.force_id) AS n_forces,
           max(s.week_on) AS last_week_on
    FROM horizon.force_links AS t
    JOIN horizon.forces AS f ON f.force_id = t.force_id
    JOIN horizon.signals AS s ON s.signal_id = t.signal_id AND s.week_on = t.week_on AND s.as_of = t.as_of
    WHERE t.is_latest AND (since IS NULL OR t.week_on >= since::DATE)
    GROUP BY ALL)
SELECT c.pestle, c.layer, c.geo_level, coalesce(t.n_signals, 0) AS n_signals, coalesce(t.n_forces, 0) AS n_forces, t.last_week_on
FROM cell AS c LEFT JOIN tied AS t ON t.pestle = c.pestle AND t.layer = c.layer AND t.geo_level = c.geo_level
ORDER BY c.pestle, c.layer, c.geo_level;
