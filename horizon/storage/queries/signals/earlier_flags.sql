-- one row per flag of the weeks in [$since, $week_on), by each week's latest judgement known at $as_of; classes: of the sources
-- of its documents
WITH flags AS (
    SELECT signal_id, week_on, doc_ids, share_now FROM core_forecast
    WHERE week_on >= $since AND week_on < $week_on AND as_of <= $as_of
    QUALIFY as_of = max(as_of) OVER (PARTITION BY week_on)),
told_by AS (
    SELECT f.signal_id, f.week_on, list(DISTINCT d.source_class ORDER BY d.source_class) AS classes
    FROM (SELECT signal_id, week_on, unnest(doc_ids) AS doc_id FROM flags) AS f
    JOIN core_document AS d ON d.doc_id = f.doc_id AND d.version = 1
    GROUP BY ALL)
SELECT f.*, t.classes
FROM flags AS f
LEFT JOIN told_by AS t USING (signal_id, week_on)
ORDER BY week_on, signal_id
