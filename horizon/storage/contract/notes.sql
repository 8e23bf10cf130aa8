-- one row per reader's note
SELECT note_id, 'note-' || note_id AS signal_id, text, author, noted_at FROM core_note ORDER BY noted_at, note_id
