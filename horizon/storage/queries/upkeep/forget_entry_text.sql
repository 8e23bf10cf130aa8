-- the text of entry versions fetched before $before goes; title, address and dates stay, so that counts do not change
UPDATE raw_entry SET summary = NULL, content = NULL
WHERE fetched_at < $before AND (summary IS NOT NULL OR content IS NOT NULL)
