-- one row per issued digest
SELECT system_id, week_on, as_of, digest, digest_hash, run_id FROM core_digest ORDER BY system_id, week_on, as_of
