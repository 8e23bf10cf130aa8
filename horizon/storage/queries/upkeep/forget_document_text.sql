-- the text of document versions first seen before $before goes
UPDATE core_document SET text = '' WHERE seen_at < $before AND text <> ''
