-- one row: the last judgement by $as_of of the signal or topic $what
SELECT * FROM core_signal
WHERE as_of <= $as_of AND (signal_id = $what OR topic_id = $what)
ORDER BY signal_id = $what DESC, week_on DESC, as_of DESC, signal_id LIMIT 1
