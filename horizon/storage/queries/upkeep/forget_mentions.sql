-- persons named in document versions first seen before $before go; organisations and places stay
DELETE FROM core_mention WHERE kind = 'person' AND (doc_id, version) IN (
    SELECT (doc_id, version) FROM core_document WHERE seen_at < $before)
