-- one row per signal, week and judgement
SELECT s.signal_id, s.week_on, s.as_of, s.kind, s.topic_id, s.label, s.terms, s.stage, s.reason_codes, s.detectors, s.n_origins,
       s.n_origins_window, s.n_sources, s.attention_share, s.attention_low, s.attention_high, s.baseline_share, s.growth_ratio,
       s.attention_gain, s.theme_gain, s.burst_score, s.novelty_score, s.coherence_score, s.n_new_actors, s.emergence_probability,
       s.emergence_low, s.emergence_high, s.emergence_basis, s.evidence_grade, s.n_independent_origins, s.n_families, s.n_primary,
       s.n_contradicting, s.uncertainty_score, s.first_research_on, s.first_policy_on, s.first_news_on, s.first_seen_on, s.geo_level,
       s.rank_score, s.rank, s.is_flagged, s.as_of = l.as_of AS is_latest,
       s.as_of = l.as_of AND s.week_on = (SELECT max(week_on) FROM core_signal) AS is_current, s.run_id
FROM core_signal AS s
JOIN (SELECT week_on, max(as_of) AS as_of FROM core_signal GROUP BY week_on) AS l ON l.week_on = s.week_on
