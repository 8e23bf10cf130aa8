-- documents a signal rests on, in its latest judgement known at as_of, best first, down to the raw body
CREATE MACRO horizon.signal_evidence(of_signal, as_of := NULL) AS TABLE
WITH judged AS (
    SELECT e.week_on, e.as_of, e.doc_id, e.origin_id, e.stance, e.evidence_rank
    FROM horizon.evidence AS e
    WHERE e.signal_id = of_signal AND (as_of IS NULL OR e.as_of <= as_of::TIMESTAMPTZ)
    QUALIFY (e.week_on, e.as_of) = max((e.week_on, e.as_of)) OVER ())
SELECT j.week_on, j.as_of AS judged_as_of, j.evidence_rank, j.stance, d.published_at, d.source_name, d.source_class, d.title, d.url, j.doc_id, j.origin_id,
       d.body_hash
FROM judged AS j
JOIN horizon.document_versions AS d ON d.doc_id = j.doc_id AND d.version_seen_at <= j.as_of
     AND (d.superseded_at IS NULL OR d.superseded_at > j.as_of)
ORDER BY j.evidence_rank;
