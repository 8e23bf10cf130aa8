-- one row per week in which a signal was judged, by that week's latest judgement known at $as_of, up to week $week_on
SELECT week_on, label, stage, reason_codes, n_origins, n_sources, attention_share, attention_low, attention_high, growth_ratio,
       emergence_probability, evidence_grade, n_contradicting, rank, is_flagged
FROM core_signal WHERE signal_id = $signal_id AND as_of <= $as_of AND week_on <= CAST($week_on AS DATE)
QUALIFY row_number() OVER (PARTITION BY week_on ORDER BY as_of DESC) = 1
ORDER BY week_on
