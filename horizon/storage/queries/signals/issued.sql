-- one row per signal of one judgement
SELECT signal_id, label, stage, is_flagged FROM core_signal WHERE week_on = $week_on AND as_of = $as_of ORDER BY signal_id
