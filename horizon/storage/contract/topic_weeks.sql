-- one row per topic, week and judgement
SELECT t.topic_id, t.week_on, t.as_of, t.label, t.terms, t.state, t.n_docs, t.n_origins, t.n_sources, t.n_docs_window,
       t.n_origins_window, t.coherence_score, t.as_of = l.as_of AS is_latest, t.run_id
FROM core_topic_week AS t
JOIN (SELECT week_on, max(as_of) AS as_of FROM core_topic_week GROUP BY week_on) AS l ON l.week_on = t.week_on
