-- one row per document version first seen before $before whose text is still kept
SELECT doc_id || '/' || version AS id FROM core_document WHERE seen_at < $before AND text <> '' ORDER BY id
