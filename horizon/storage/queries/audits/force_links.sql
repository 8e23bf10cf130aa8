-- offending ties, one row a fault; none means healthy
WITH tie AS (SELECT * FROM core_force_link WHERE getvariable('audited_run') IS NULL OR run_id = getvariable('audited_run'))
SELECT signal_id, force_id, week_on, as_of, 'confidence outside 0-1' AS fault FROM tie
WHERE confidence IS NULL OR confidence NOT BETWEEN 0 AND 1
UNION ALL
SELECT signal_id, force_id, week_on, as_of, 'no document carries it' FROM tie WHERE coalesce(len(doc_ids), 0) = 0
UNION ALL
SELECT signal_id, force_id, week_on, as_of, 'neither a phrase nor a vector' FROM tie
WHERE coalesce(len(phrases), 0) = 0 AND similarity IS NULL
UNION ALL
SELECT signal_id, force_id, week_on, as_of, 'stands twice' FROM tie
GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT signal_id, force_id, week_on, as_of, 'rests on a document that was not known then' FROM (
    SELECT l.signal_id, l.force_id, l.week_on, l.as_of, unnest(l.doc_ids) AS doc_id FROM tie AS l) AS l
WHERE NOT EXISTS (SELECT 1 FROM core_document AS d WHERE d.doc_id = l.doc_id AND d.seen_at <= l.as_of)
ORDER BY 3, 4, 1, 2
