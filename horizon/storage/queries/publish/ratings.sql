-- one row per rating given by $as_of and in the eight weeks before it, with the label its signal then had
SELECT r.rating_id, r.signal_id, r.week_on, r.rater, r.verdict, r.comment, r.rated_at,
       (SELECT arg_max(s.label, s.week_on) FROM core_signal AS s
        WHERE s.signal_id = r.signal_id AND s.week_on <= $week_on AND s.as_of <= $as_of) AS label
FROM core_rating AS r
WHERE r.rated_at <= $as_of AND r.rated_at > CAST($as_of AS TIMESTAMPTZ) - INTERVAL 56 DAY
ORDER BY r.rated_at, r.rating_id
