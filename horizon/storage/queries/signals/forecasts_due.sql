-- one row per forecast made for week $week_on, as first made: the judgement that knew least, among those known at $as_of
SELECT signal_id, week_on, as_of, kind, matter FROM core_forecast WHERE week_on = $week_on AND as_of <= $as_of
QUALIFY row_number() OVER (PARTITION BY signal_id ORDER BY as_of) = 1
ORDER BY signal_id
