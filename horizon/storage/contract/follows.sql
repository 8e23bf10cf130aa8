-- one row per word of a reader to follow a topic or to stop
SELECT topic_id, follower, is_following, followed_at FROM core_follow ORDER BY followed_at, topic_id, follower
