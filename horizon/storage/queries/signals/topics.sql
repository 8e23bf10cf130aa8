-- one row per topic of the judgement of $week_on made at $judged_at
SELECT topic_id, label, terms, state, born_week_on, n_docs_window, coherence_score, representative_doc_ids
FROM core_topic_week WHERE week_on = $week_on AND as_of = $judged_at
ORDER BY topic_id
