-- one row per system, signal, part and force in a judgement
SELECT i.system_id, i.signal_id, i.part_id, i.force_id, i.week_on, i.as_of, i.direct_score, i.loop_score, i.sign, i.lag_weeks_low,
       i.lag_weeks_high, i.bearing_score, i.tie_score, i.text_score, i.entity_score, i.place_score, i.sensitivity, i.layer, i.layer_reach, i.confidence,
       i.derivation, i.doc_ids, i.as_of = coalesce(r.as_of, l.as_of) AS is_latest, i.run_id
FROM core_impact AS i
JOIN (SELECT system_id, week_on, max(as_of) AS as_of FROM core_impact GROUP BY ALL) AS l
  ON l.system_id = i.system_id AND l.week_on = i.week_on
LEFT JOIN ( -- of the run, not of the rows: a later run that found nothing takes back what an earlier one said
    SELECT window_start::DATE AS week_on, max(as_of) AS as_of FROM core_run WHERE stage = 'impact' GROUP BY ALL) AS r
  ON r.week_on = i.week_on
