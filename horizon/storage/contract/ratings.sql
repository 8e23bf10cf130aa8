-- one row per verdict of a reader
SELECT rating_id, signal_id, week_on, rater, verdict, comment, rated_at FROM core_rating ORDER BY rated_at, rating_id
