-- cells of the coverage matrix without a single signal, and how many forces of the catalogue would lie there
CREATE MACRO horizon.blind_spots(since := NULL) AS TABLE
SELECT m.pestle, m.layer, m.geo_level, (SELECT count(*) FROM horizon.forces AS f WHERE f.pestle = m.pestle AND f.layer = m.layer) AS n_forces_known
FROM horizon.coverage_matrix(since := since) AS m WHERE m.n_signals = 0
ORDER BY n_forces_known DESC, m.pestle, m.layer, m.geo_level;
