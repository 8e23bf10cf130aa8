-- one row per force of the catalogue in use
SELECT force_id, name, name_sv, pestle, layer, kind, description, lag_weeks_low, lag_weeks_high FROM core_force ORDER BY force_id
