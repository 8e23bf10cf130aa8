-- one row per judged week of a topic, in the latest judgement of each
SELECT week_on, as_of, label, state, n_docs, n_origins, n_sources, n_origins_window, coherence_score
FROM core_topic_week WHERE topic_id = $topic_id
QUALIFY as_of = max(as_of) OVER (PARTITION BY week_on)
ORDER BY week_on
