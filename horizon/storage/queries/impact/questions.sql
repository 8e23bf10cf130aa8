-- one row per (system, part, force) that signals of $week_on touched by the judgement of $as_of and nobody has judged
SELECT system_id, part_id, force_id, n_signals FROM core_open_question
WHERE week_on = $week_on AND as_of = $as_of
ORDER BY n_signals DESC, system_id, part_id, force_id
