-- one row per (signal, force) of the ties of $week_on made at $tied_at, surest first
SELECT signal_id, force_id, confidence, phrases, doc_ids FROM core_force_link
WHERE week_on = $week_on AND as_of = $tied_at
ORDER BY signal_id, confidence DESC, force_id
