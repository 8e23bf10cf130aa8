-- from each sentence of a digest (its latest issue known at as_of) to documents, addresses and raw bodies
CREATE MACRO horizon.lineage(of_system, of_week, as_of := NULL) AS TABLE
WITH said AS (
    SELECT g.position, g.place, g.signal_id, g.sentence, g.doc_ids, g.as_of
    FROM horizon.digest_sentences AS g
    WHERE g.system_id = of_system AND g.week_on = of_week::DATE AND (as_of IS NULL OR g.as_of <= as_of::TIMESTAMPTZ)
    QUALIFY g.as_of = max(g.as_of) OVER ()),
rests AS (SELECT s.position, s.place, s.signal_id, s.sentence, s.as_of, unnest(s.doc_ids) AS doc_id FROM said AS s)
SELECT r.position, r.place, r.sentence, r.signal_id, r.doc_id, d.version, d.source_name, d.published_at, d.version_seen_at, d.url, d.entry_hash,
       d.body_hash
FROM rests AS r
JOIN horizon.document_versions AS d ON d.doc_id = r.doc_id AND d.version_seen_at <= r.as_of
     AND (d.superseded_at IS NULL OR d.superseded_at > r.as_of)
ORDER BY r.position, d.published_at, r.doc_id;
