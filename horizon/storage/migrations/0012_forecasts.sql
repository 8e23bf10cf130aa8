-- One row per flag, week and judgement: the flag as a forecast. One row per forecast and time it was scored.
CREATE TABLE core_forecast (
    signal_id TEXT, week_on DATE, as_of TIMESTAMPTZ, label TEXT, kind TEXT, matter TEXT, emergence_probability DOUBLE,
    emergence_low DOUBLE, emergence_high DOUBLE, emergence_basis TEXT, share_now DOUBLE, share_year DOUBLE, criterion TEXT,
    due_on DATE, doc_ids TEXT[], run_id TEXT);

CREATE TABLE core_forecast_outcome (
    signal_id TEXT, week_on DATE, as_of TIMESTAMPTZ, scored_as_of TIMESTAMPTZ, n_later INTEGER, share_later DOUBLE,
    share_year DOUBLE, came_true BOOLEAN, run_id TEXT);
