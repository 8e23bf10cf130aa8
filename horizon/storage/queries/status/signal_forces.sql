-- one row per force a signal is tied to
SELECT force_id, confidence, cue_score, similarity, standing, learnt, phrases, doc_ids FROM core_force_link
WHERE signal_id = $signal_id AND week_on = $week_on AND as_of <= $as_of
QUALIFY as_of = coalesce(last_run('forces', $week_on, $as_of), max(as_of) OVER ())
ORDER BY confidence DESC, force_id
