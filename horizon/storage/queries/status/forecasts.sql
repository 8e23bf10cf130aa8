-- one row per flag as first made and known at $as_of, with its latest outcome known then: status is open, came_true, missed or
-- unknown (due, and nothing was collected to tell by)
WITH first AS (
    SELECT * FROM core_forecast WHERE as_of <= $as_of
    QUALIFY row_number() OVER (PARTITION BY signal_id, week_on ORDER BY as_of) = 1),
outcome AS (
    SELECT * FROM core_forecast_outcome WHERE scored_as_of <= $as_of
    QUALIFY row_number() OVER (PARTITION BY signal_id, week_on, as_of ORDER BY scored_as_of DESC) = 1)
SELECT f.signal_id, f.week_on, f.as_of, f.label, f.kind, f.emergence_probability, f.emergence_low, f.emergence_high,
       f.emergence_basis, f.share_now, f.share_year, f.criterion, f.due_on, o.n_later, o.share_later, o.scored_as_of,
       CASE WHEN o.signal_id IS NULL THEN 'open' WHEN o.came_true IS NULL THEN 'unknown'
            WHEN o.came_true THEN 'came_true' ELSE 'missed' END AS status
FROM first AS f
LEFT JOIN outcome AS o ON o.signal_id = f.signal_id AND o.week_on = f.week_on AND o.as_of = f.as_of
ORDER BY f.week_on, f.signal_id
