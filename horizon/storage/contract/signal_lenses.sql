-- one row per signal as one system sees it, in a judgement
SELECT system_id, signal_id, week_on, as_of, lens, is_outside_sector, echo_share,
       as_of = max(as_of) OVER (PARTITION BY system_id, week_on) AS is_latest, run_id
FROM core_signal_lens ORDER BY system_id, week_on, as_of, signal_id
