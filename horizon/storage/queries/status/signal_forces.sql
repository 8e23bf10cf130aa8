-- one row per force a signal is tied to
WITH last AS (
    -- of the run, not of the rows: a later run that found nothing takes back what an earlier one said
    SELECT max(as_of) AS made_at FROM core_run WHERE stage = 'forces' AND window_start::DATE = $week_on AND as_of <= $as_of)
SELECT force_id, confidence, cue_score, similarity, standing, phrases, doc_ids FROM core_force_link CROSS JOIN last
WHERE signal_id = $signal_id AND week_on = $week_on AND as_of <= $as_of
QUALIFY as_of = coalesce(made_at, max(as_of) OVER ())
ORDER BY confidence DESC, force_id
