-- What the trained reading says of the force for the documents that carry the tie, mean: log of its share by vectors, or standard
-- deviations among all forces by pieces of words. NULL without the reading, and for a force that it does not know.
ALTER TABLE core_force_link ADD COLUMN learnt DOUBLE;
