-- one row per topic, document of the trailing window and judged week, in the latest judgement of each week
SELECT m.topic_id, d.doc_id, m.week_on, m.as_of, m.similarity, m.run_id
FROM (SELECT topic_id, week_on, as_of, run_id, unnest(doc_nos) AS doc_no, unnest(similarities) AS similarity
      FROM horizon.topic_week_members WHERE is_latest) AS m
JOIN horizon.document_versions AS d USING (doc_no)
