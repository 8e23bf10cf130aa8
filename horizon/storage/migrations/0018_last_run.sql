-- When the last run of a stage that was known at a moment judged a week; NULL where the ledger names none. A judgement is that of
-- the run, not of its rows: a later run that found nothing takes back what an earlier one said.
CREATE OR REPLACE MACRO last_run(asked_stage, asked_week, known_at) AS (
    SELECT max(r.as_of) FROM core_run AS r
    WHERE r.stage = asked_stage AND r.window_start::DATE = asked_week AND r.as_of <= known_at);

-- How far an impact leads the others of its signal, -: what is said of a part leads over what is only judged to move it more.
CREATE OR REPLACE MACRO lead_weight(score, tie) AS abs(coalesce(score, 0)) * (0.25 + tie);
