-- one row per signal of week $week_on in its latest judgement by $as_of, with how system $system_id sees it
WITH judged AS (
    SELECT * FROM core_signal WHERE week_on = $week_on AND as_of <= $as_of QUALIFY as_of = max(as_of) OVER ())
SELECT s.*, l.lens, l.is_outside_sector, l.echo_share,
       (SELECT count(*) FROM core_signal_evidence AS e
        WHERE e.signal_id = s.signal_id AND e.week_on = s.week_on AND e.as_of = s.as_of AND e.stance = 'supports') AS n_supporting
FROM judged AS s
LEFT JOIN (SELECT * FROM core_signal_lens WHERE system_id = $system_id AND week_on = $week_on AND as_of <= $as_of
           QUALIFY as_of = coalesce(last_run('impact', $week_on, $as_of), max(as_of) OVER ())) AS l USING (signal_id)
ORDER BY s.rank NULLS LAST, s.signal_id
