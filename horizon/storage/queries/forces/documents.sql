-- one row per (signal, document) of the judgement of $week_on made at $judged_at, the document in the version known at $as_of
WITH known AS (
    SELECT doc_id, title, text, language, text_hash FROM core_document WHERE seen_at <= $as_of
    QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY version DESC) = 1)
SELECT e.signal_id, e.doc_id, e.origin_id, d.title, left(d.text, $n_chars) AS text, d.language, d.text_hash
FROM core_signal_evidence AS e JOIN known AS d USING (doc_id)
WHERE e.week_on = $week_on AND e.as_of = $judged_at
ORDER BY e.signal_id, e.rank, e.doc_id
