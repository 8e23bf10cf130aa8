-- one row per flag of the weeks in [$since, $week_on), by each week's latest judgement known at $as_of
SELECT signal_id, week_on, doc_ids, share_now FROM core_forecast
WHERE week_on >= $since AND week_on < $week_on AND as_of <= $as_of
QUALIFY as_of = max(as_of) OVER (PARTITION BY week_on)
ORDER BY week_on, signal_id
