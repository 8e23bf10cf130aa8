-- offending evidence, one row a fault; none means healthy
WITH evidence AS (SELECT * FROM core_signal_evidence WHERE getvariable('audited_run') IS NULL OR run_id = getvariable('audited_run'))
SELECT e.signal_id, e.week_on, e.as_of, e.doc_id, 'was not known then' AS fault FROM evidence AS e
WHERE NOT EXISTS (SELECT 1 FROM core_document AS d WHERE d.doc_id = e.doc_id AND d.seen_at <= e.as_of)
UNION ALL
SELECT signal_id, week_on, as_of, doc_id, 'stands twice' FROM evidence GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT e.signal_id, e.week_on, e.as_of, e.doc_id, 'of no such signal' FROM evidence AS e
WHERE NOT EXISTS (SELECT 1 FROM core_signal AS s WHERE s.signal_id = e.signal_id AND s.week_on = e.week_on AND s.as_of = e.as_of)
ORDER BY 2, 3, 1, 4, 5
