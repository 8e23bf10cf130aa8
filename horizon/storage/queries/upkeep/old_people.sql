-- one row per document version first seen before $before that still names a person
SELECT DISTINCT d.doc_id || '/' || d.version AS id FROM core_document AS d
LEFT JOIN core_mention AS m ON m.doc_id = d.doc_id AND m.version = d.version AND m.kind = 'person'
WHERE d.seen_at < $before AND (d.author IS NOT NULL OR m.doc_id IS NOT NULL) ORDER BY id
