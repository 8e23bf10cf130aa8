-- one row per (flagged signal of week $week_on, story): how many of the signal's documents the story has, latest judgements by $as_of
WITH judged AS (
    SELECT * FROM core_signal WHERE week_on = $week_on AND as_of <= $as_of QUALIFY as_of = max(as_of) OVER ()),
evidence AS (
    SELECT e.signal_id, e.doc_id FROM core_signal_evidence AS e JOIN judged AS j USING (signal_id, week_on, as_of)
    WHERE j.is_flagged),
stories AS (
    SELECT doc_id, story_id FROM core_story_member
    WHERE as_of <= $as_of AND week_on <= $week_on AND week_on > CAST($week_on AS DATE) - INTERVAL 84 DAY
      AND doc_id IN (SELECT doc_id FROM evidence)
    QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY week_on DESC, as_of DESC) = 1)
SELECT e.signal_id, s.story_id, count(*) AS n_docs FROM evidence AS e JOIN stories AS s USING (doc_id)
GROUP BY ALL ORDER BY ALL
