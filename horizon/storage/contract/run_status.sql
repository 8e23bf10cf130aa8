-- one row: which run this file is from and how fresh it is
SELECT $run_id AS run_id, $as_of::TIMESTAMPTZ AS as_of, (SELECT max(week_on) FROM core_signal) AS last_judged_week_on,
       (SELECT max(last_success_at) FROM core_source_state) AS last_success_at,
       (SELECT count(*) FROM core_source WHERE is_enabled) AS n_sources_enabled,
       (SELECT count(*) FROM core_source_state WHERE health NOT IN ('healthy', 'quiet')) AS n_sources_troubled,
       (SELECT count(*) FROM core_document WHERE version = 1) AS n_docs
