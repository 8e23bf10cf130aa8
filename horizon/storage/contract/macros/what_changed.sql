-- signals that differ between two judged weeks (latest judgement of each): appeared, disappeared, stage, flag, attention
CREATE MACRO horizon.what_changed(week_before, week_after) AS TABLE
WITH a AS (SELECT * FROM horizon.signals AS s WHERE s.is_latest AND s.week_on = week_before::DATE),
b AS (SELECT * FROM horizon.signals AS s WHERE s.is_latest AND s.week_on = week_after::DATE)
SELECT coalesce(b.signal_id, a.signal_id) AS signal_id, coalesce(b.label, a.label) AS label,
       CASE WHEN a.signal_id IS NULL THEN 'appeared' WHEN b.signal_id IS NULL THEN 'disappeared'
            WHEN a.stage <> b.stage THEN 'stage' WHEN a.is_flagged <> b.is_flagged THEN 'flag'
            WHEN b.attention_share > a.attention_share THEN 'rising' WHEN b.attention_share < a.attention_share THEN 'falling'
            ELSE 'steady' END AS change,
       a.stage AS stage_before, b.stage AS stage_after, a.n_origins AS n_origins_before, b.n_origins AS n_origins_after,
       a.attention_share AS attention_before, b.attention_share AS attention_after, a.evidence_grade AS evidence_before,
       b.evidence_grade AS evidence_after
FROM a FULL JOIN b ON a.signal_id = b.signal_id
ORDER BY abs(coalesce(b.attention_share, 0) - coalesce(a.attention_share, 0)) DESC, signal_id;
