-- one row: the digest of a system issued for a week, the last one by $as_of
SELECT digest, digest_hash, as_of FROM core_digest
WHERE system_id = $system_id AND week_on = $week_on AND as_of <= $as_of
ORDER BY as_of DESC LIMIT 1
