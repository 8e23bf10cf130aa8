-- bylines of entry versions fetched before $before go
UPDATE raw_entry SET author = NULL WHERE fetched_at < $before AND author IS NOT NULL
