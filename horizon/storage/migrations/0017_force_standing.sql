-- How far the force stood out among all forces for the documents that carry the tie, mean, in standard deviations. NULL without vectors.
ALTER TABLE core_force_link ADD COLUMN standing DOUBLE;
