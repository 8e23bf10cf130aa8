-- one row: a signal in its latest judgement by $as_of, of week $week_on or its last week
SELECT * FROM core_signal
WHERE signal_id = $signal_id AND as_of <= $as_of AND ($week_on IS NULL OR week_on = CAST($week_on AS DATE))
ORDER BY week_on DESC, as_of DESC LIMIT 1
