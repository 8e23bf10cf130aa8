-- one row per flag of the weeks in [$since, $week_on), by each week's latest judgement known at $as_of; classes: of the sources
-- that brought at least the share $class_share of its documents
WITH flags AS (
    SELECT signal_id, week_on, doc_ids, share_now FROM core_forecast
    WHERE week_on >= $since AND week_on < $week_on AND as_of <= $as_of
    QUALIFY as_of = max(as_of) OVER (PARTITION BY week_on)),
told_by AS (
    SELECT f.signal_id, f.week_on, d.source_class
    FROM (SELECT signal_id, week_on, len(doc_ids) AS n_docs, unnest(doc_ids) AS doc_id FROM flags) AS f
    JOIN core_document AS d ON d.doc_id = f.doc_id AND d.version = 1
    GROUP BY f.signal_id, f.week_on, d.source_class
    HAVING count(*) >= $class_share * max(f.n_docs))
SELECT f.signal_id, f.week_on, f.doc_ids, f.share_now, list(t.source_class ORDER BY t.source_class) AS classes
FROM flags AS f
LEFT JOIN told_by AS t USING (signal_id, week_on)
GROUP BY ALL
ORDER BY week_on, signal_id
