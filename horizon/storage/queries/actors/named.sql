-- one row per (person or organisation, document) counted from $since on and known at $as_of, in topic $topic_id where one is given
WITH known AS (
    SELECT doc_id, version, counted_at, source_id FROM core_document WHERE seen_at <= $as_of AND counted_at >= $since AND counted_at < $as_of
    QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY version DESC) = 1),
placed AS (
    SELECT doc_id, topic_id FROM core_topic_member WHERE as_of <= $as_of
    QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY as_of DESC, week_on DESC) = 1)
SELECT m.name, m.kind, m.doc_id, k.counted_at, coalesce(o.origin_id, m.doc_id) AS origin_id, p.topic_id, s.name AS source_name
FROM core_mention AS m JOIN known AS k USING (doc_id, version)
LEFT JOIN placed AS p USING (doc_id) LEFT JOIN core_source AS s USING (source_id)
LEFT JOIN core_origin_member AS o ON o.doc_id = m.doc_id AND o.seen_at <= $as_of
WHERE m.kind IN ('person', 'organisation') AND ($topic_id IS NULL OR p.topic_id = $topic_id)
ORDER BY k.counted_at, m.doc_id, m.name
