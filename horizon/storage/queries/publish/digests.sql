-- one row per system and week: the digest issued last by $as_of
SELECT system_id, week_on, as_of, digest, digest_hash FROM core_digest WHERE as_of <= $as_of
QUALIFY row_number() OVER (PARTITION BY system_id, week_on ORDER BY as_of DESC) = 1
ORDER BY week_on, system_id
