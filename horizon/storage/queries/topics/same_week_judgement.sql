-- one row: as_of of the latest judgement of week $week_on that was made with less knowledge than $as_of
SELECT max(as_of) AS as_of FROM core_run
WHERE stage = 'topics' AND CAST(window_start AS DATE) = $week_on AND as_of < $as_of
