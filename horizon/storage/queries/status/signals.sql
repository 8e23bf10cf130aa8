-- one row per signal of a week ($week_on, or the last judged one) in its latest judgement by $as_of
WITH chosen AS (
    SELECT week_on, max(as_of) AS as_of FROM core_signal
    WHERE as_of <= $as_of AND ($week_on IS NULL OR week_on = CAST($week_on AS DATE))
    GROUP BY week_on ORDER BY week_on DESC LIMIT 1)
SELECT s.* FROM core_signal AS s JOIN chosen USING (week_on, as_of)
WHERE $show_all OR s.is_flagged
ORDER BY s.rank NULLS LAST, s.signal_id
