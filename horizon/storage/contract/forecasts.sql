-- one row per flag, week and judgement, with its latest outcome
WITH outcome AS (
    SELECT * FROM core_forecast_outcome
    QUALIFY row_number() OVER (PARTITION BY signal_id, week_on, as_of ORDER BY scored_as_of DESC) = 1)
SELECT f.signal_id, f.week_on, f.as_of, f.label, f.kind, f.emergence_probability, f.emergence_low, f.emergence_high,
       f.emergence_basis, f.share_now, f.share_year, f.criterion, f.due_on,
       CASE WHEN o.signal_id IS NULL THEN 'open' WHEN o.came_true IS NULL THEN 'unknown'
            WHEN o.came_true THEN 'came_true' ELSE 'missed' END AS status,
       o.n_later, o.share_later, o.scored_as_of,
       f.as_of = min(f.as_of) OVER (PARTITION BY f.signal_id, f.week_on) AS is_first, f.doc_ids, f.run_id
FROM core_forecast AS f
LEFT JOIN outcome AS o ON o.signal_id = f.signal_id AND o.week_on = f.week_on AND o.as_of = f.as_of
ORDER BY f.week_on, f.as_of, f.signal_id
