-- Catalogues as they were used, so that published rows can be read without the files.
CREATE TABLE core_force (
    force_id TEXT, name TEXT, name_sv TEXT, pestle TEXT, layer TEXT, kind TEXT, description TEXT, lag_weeks_low INTEGER,
    lag_weeks_high INTEGER);
