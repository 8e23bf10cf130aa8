-- one row per week before $week_on (four at most): the digest of $system_id issued for it, the last one by $as_of
SELECT week_on, digest FROM core_digest
WHERE system_id = $system_id AND week_on < $week_on AND week_on >= CAST($week_on AS DATE) - INTERVAL 28 DAY AND as_of <= $as_of
QUALIFY row_number() OVER (PARTITION BY week_on ORDER BY as_of DESC) = 1
ORDER BY week_on
