-- one row per body that a fetch or an entry names
SELECT body_hash FROM raw_body WHERE body_hash IS NOT NULL
UNION SELECT body_hash FROM raw_entry WHERE body_hash IS NOT NULL
