-- one row per part of system $system_id in the order of its model, as the latest judgement of week $week_on by $as_of saw it; none
-- where that week was not judged for it
SELECT part_id, name AS part_name, kind AS part_kind, engine_name FROM core_judged_part
WHERE system_id = $system_id AND week_on = $week_on AND as_of <= $as_of
QUALIFY as_of = coalesce(last_run('impact', $week_on, $as_of), max(as_of) OVER ())
ORDER BY part_number
