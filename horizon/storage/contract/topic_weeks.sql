-- one row per topic, week and judgement
SELECT topic_id, week_on, as_of, label, terms, state, n_docs, n_origins, n_sources, n_docs_window, n_origins_window,
       coherence_score, as_of = max(as_of) OVER (PARTITION BY week_on) AS is_latest, run_id
FROM core_topic_week ORDER BY week_on, as_of, topic_id
