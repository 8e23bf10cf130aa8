-- the digest of a system and week as it read at a moment
CREATE MACRO horizon.digest_as_of(of_system, of_week, as_of) AS TABLE
SELECT g.* FROM horizon.digests AS g
WHERE g.system_id = of_system AND g.week_on = of_week::DATE AND g.as_of <= as_of::TIMESTAMPTZ
QUALIFY g.as_of = max(g.as_of) OVER ();
