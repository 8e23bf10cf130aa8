-- one row: a signal's label and the last week it was judged for, by $as_of; none when it never was
SELECT label, week_on FROM core_signal WHERE signal_id = $signal_id AND as_of <= $as_of ORDER BY week_on DESC, as_of DESC LIMIT 1
