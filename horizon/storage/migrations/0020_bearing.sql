-- How plainly a signal bears on a part through a force, 0-1: it orders the impacts of a signal. NULL where nothing that was judged moves
-- the part directly (unknown, judged 0, reached through other parts), and in rows of before.
ALTER TABLE core_impact ADD COLUMN bearing_score DOUBLE;

-- How far an impact leads the others of its signal, -: those that the news bears on, most plainly first, then the others by their
-- size, what is said of a part before what is only judged to move it more (3.75 at most).
CREATE OR REPLACE MACRO lead_weight(bearing, score, tie) AS coalesce(4 + bearing, abs(coalesce(score, 0)) * (0.25 + tie));
