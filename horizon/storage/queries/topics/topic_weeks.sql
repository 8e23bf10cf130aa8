-- one row per topic of the judgement ($week_on, $as_of)
SELECT topic_id, label, terms, state, born_week_on, n_origins_window, successor_topic_id FROM core_topic_week
WHERE week_on = $week_on AND as_of = $as_of ORDER BY topic_id
