-- one row per origin whose robots.txt was ever asked for
SELECT * FROM core_robots ORDER BY origin
