-- one row per topic, as it stood in its last judged week
SELECT topic_id, label, terms, state, born_week_on, week_on AS last_week_on, as_of, n_docs_window, n_origins_window,
       coherence_score, representative_doc_ids, successor_topic_id, run_id
FROM core_topic_week
QUALIFY row_number() OVER (PARTITION BY topic_id ORDER BY week_on DESC, as_of DESC) = 1
ORDER BY topic_id
