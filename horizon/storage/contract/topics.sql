-- one row per topic, as it stood in its last judged week
SELECT t.topic_id, t.label, t.terms, t.state, t.born_week_on, t.week_on AS last_week_on, t.as_of, t.n_docs_window, t.n_origins_window,
       t.coherence_score, t.representative_doc_ids, t.successor_topic_id, t.run_id
FROM core_topic_week AS t
JOIN (SELECT topic_id, max((week_on, as_of)) AS last FROM core_topic_week GROUP BY topic_id) AS l
  ON l.topic_id = t.topic_id AND t.week_on = l.last[1] AND t.as_of = l.last[2]
ORDER BY t.topic_id
