-- Catalogues and system models as they were used, so that published rows can be read without the files; and how a signal
-- looks from each system.
CREATE TABLE core_force (
    force_id TEXT, name TEXT, name_sv TEXT, pestle TEXT, layer TEXT, kind TEXT, description TEXT, lag_weeks_low INTEGER,
    lag_weeks_high INTEGER);

CREATE TABLE core_system (
    system_id TEXT, name TEXT, name_sv TEXT, is_fictional BOOLEAN, goal TEXT, sectors TEXT[], system_hash TEXT);

CREATE TABLE core_system_part (
    system_id TEXT, engine_id TEXT, engine_name TEXT, part_id TEXT, name TEXT, kind TEXT, description TEXT);

CREATE TABLE core_signal_lens (
    system_id TEXT, signal_id TEXT, week_on DATE, as_of TIMESTAMPTZ, lens TEXT, is_outside_sector BOOLEAN, echo_share DOUBLE,
    run_id TEXT);

CREATE TABLE core_open_question (
    system_id TEXT, part_id TEXT, force_id TEXT, week_on DATE, as_of TIMESTAMPTZ, n_signals INTEGER, run_id TEXT);
