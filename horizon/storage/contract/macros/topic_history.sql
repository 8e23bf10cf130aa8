-- a topic week by week, each week in its latest judgement known at as_of
CREATE MACRO horizon.topic_history(of_topic, as_of := NULL) AS TABLE
SELECT w.week_on, w.as_of AS judged_as_of, w.label, w.state, w.n_origins, w.n_sources, w.n_origins_window, w.coherence_score
FROM horizon.topic_weeks AS w
WHERE w.topic_id = of_topic AND (as_of IS NULL OR w.as_of <= as_of::TIMESTAMPTZ)
QUALIFY w.as_of = max(w.as_of) OVER (PARTITION BY w.week_on)
ORDER BY w.week_on;
