-- one row per (flagged signal of week $week_on, document, person or organisation named in it), latest judgement by $as_of
WITH judged AS (
    SELECT * FROM core_signal WHERE week_on = $week_on AND as_of <= $as_of QUALIFY as_of = max(as_of) OVER ()),
evidence AS (
    SELECT e.signal_id, e.doc_id, e.origin_id FROM core_signal_evidence AS e JOIN judged AS j USING (signal_id, week_on, as_of)
    WHERE j.is_flagged),
known AS (
    SELECT doc_id, version, counted_at FROM core_document WHERE seen_at <= $as_of AND doc_id IN (SELECT doc_id FROM evidence)
    QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY version DESC) = 1)
SELECT e.signal_id, e.doc_id, e.origin_id, m.entity_id, m.name, m.kind, CAST(k.counted_at AS DATE) AS doc_day
FROM evidence AS e JOIN known AS k USING (doc_id)
JOIN core_mention AS m ON m.doc_id = k.doc_id AND m.version = k.version
WHERE m.kind IN ('person', 'organisation')
ORDER BY ALL
