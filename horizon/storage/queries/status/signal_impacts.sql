-- one row per (system, part, force) a signal could touch, with the whole derivation
WITH last AS (
    -- of the run, not of the rows: a later run that found nothing takes back what an earlier one said
    SELECT max(as_of) AS made_at FROM core_run WHERE stage = 'impact' AND window_start::DATE = $week_on AND as_of <= $as_of)
SELECT i.* FROM core_impact AS i CROSS JOIN last
WHERE signal_id = $signal_id AND week_on = $week_on AND as_of <= $as_of
QUALIFY as_of = coalesce(made_at, max(as_of) OVER (PARTITION BY system_id))
ORDER BY system_id, abs(coalesce(loop_score, 0)) DESC, part_id, force_id
