-- one row per reader's note written by $as_of, in the half year before week $week_on ended
SELECT note_id, 'note-' || note_id AS signal_id, text, author, noted_at FROM core_note
WHERE noted_at <= $as_of AND noted_at > CAST($week_on AS DATE) - INTERVAL 182 DAY
ORDER BY noted_at, note_id
