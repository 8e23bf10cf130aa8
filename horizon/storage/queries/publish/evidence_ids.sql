-- one row per document that a flagged signal of week $week_on rests on, latest judgement by $as_of
WITH judged AS (
    SELECT * FROM core_signal WHERE week_on = $week_on AND as_of <= $as_of QUALIFY as_of = max(as_of) OVER ())
SELECT e.signal_id, e.doc_id FROM core_signal_evidence AS e JOIN judged AS j USING (signal_id, week_on, as_of)
WHERE j.is_flagged ORDER BY ALL
