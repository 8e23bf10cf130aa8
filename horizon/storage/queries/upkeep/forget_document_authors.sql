-- bylines of document versions first seen before $before go
UPDATE core_document SET author = NULL WHERE seen_at < $before AND author IS NOT NULL
