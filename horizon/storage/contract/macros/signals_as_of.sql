-- every judged week's signals as they were thought of at a moment: the latest judgement of each week known then
CREATE MACRO horizon.signals_as_of(as_of) AS TABLE
SELECT s.* EXCLUDE (is_latest, is_current) FROM horizon.signals AS s WHERE s.as_of <= as_of::TIMESTAMPTZ
QUALIFY s.as_of = max(s.as_of) OVER (PARTITION BY s.week_on)
ORDER BY s.week_on, s.rank NULLS LAST, s.signal_id;
