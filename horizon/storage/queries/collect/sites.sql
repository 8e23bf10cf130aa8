-- one row per site that was ever asked
SELECT * FROM core_site ORDER BY site
