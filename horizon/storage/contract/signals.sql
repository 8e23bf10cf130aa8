-- one row per signal, week and judgement
SELECT signal_id, week_on, as_of, kind, topic_id, label, terms, stage, reason_codes, detectors, n_origins, n_origins_window,
       n_sources, attention_share, attention_low, attention_high, baseline_share, growth_ratio, attention_gain, theme_gain, burst_score, novelty_score,
       coherence_score, n_new_actors, emergence_probability, emergence_low, emergence_high, emergence_basis, evidence_grade,
       n_independent_origins, n_families, n_primary, n_contradicting, uncertainty_score, first_research_on, first_policy_on,
       first_news_on, first_seen_on, geo_level, rank_score, rank, is_flagged,
       as_of = max(as_of) OVER (PARTITION BY week_on) AS is_latest,
       week_on = max(week_on) OVER () AND as_of = max(as_of) OVER (PARTITION BY week_on) AS is_current, run_id
FROM core_signal ORDER BY week_on, as_of, rank NULLS LAST, signal_id
