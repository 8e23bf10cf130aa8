-- one row per reader's note written in ($since, $as_of]
SELECT note_id, text, noted_at FROM core_note WHERE noted_at <= $as_of AND noted_at > $since ORDER BY noted_at, note_id
