-- one row per signal as one system sees it, in a judgement
SELECT s.system_id, s.signal_id, s.week_on, s.as_of, s.lens, s.is_outside_sector, s.echo_share, s.as_of = coalesce(r.as_of, l.as_of) AS is_latest, s.run_id
FROM core_signal_lens AS s
JOIN (SELECT system_id, week_on, max(as_of) AS as_of FROM core_signal_lens GROUP BY ALL) AS l
  ON l.system_id = s.system_id AND l.week_on = s.week_on
LEFT JOIN ( -- of the run, not of the rows: a later run that found nothing takes back what an earlier one said
    SELECT window_start::DATE AS week_on, max(as_of) AS as_of FROM core_run WHERE stage = 'impact' GROUP BY ALL) AS r
  ON r.week_on = s.week_on
