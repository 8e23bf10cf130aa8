-- offending impacts, one row a fault; none means healthy. Tie and direct score are worked out again from the columns.
WITH factor AS (
    SELECT *,
           coalesce(TRY_CAST(derivation ->> '$.force.confidence' AS DOUBLE), 0) AS force_confidence,
           coalesce(TRY_CAST(derivation ->> '$.force.weight' AS DOUBLE), 0) AS force_weight,
           coalesce(TRY_CAST(derivation ->> '$.meaning.score' AS DOUBLE), 0)
               * coalesce(TRY_CAST(derivation ->> '$.meaning.weight' AS DOUBLE), 0) AS meaning,
           coalesce(TRY_CAST(derivation ->> '$.relevance.score' AS DOUBLE), 1) AS relevance,
           coalesce(TRY_CAST(derivation ->> '$.trade.used' AS DOUBLE), 1) AS trade,
           coalesce(TRY_CAST(derivation ->> '$.lead.score' AS DOUBLE), 1) AS lead_score,
           coalesce(TRY_CAST(derivation ->> '$.direction.score' AS DOUBLE), 1) AS direction
    FROM core_impact WHERE getvariable('audited_run') IS NULL OR run_id = getvariable('audited_run')),
again AS (
    SELECT *,
           coalesce(place_score, 0.8) * trade * lead_score * (1 - (1 - text_score) * (1 - entity_score)
               * (1 - CASE WHEN force_weight > 0 THEN meaning ELSE 0 END)
               * (1 - force_weight * force_confidence * relevance)) AS tie_again,
           sensitivity * direction * tie_score * layer_reach AS direct_again
    FROM factor),
fault AS (
    SELECT *, 'a score outside -3..3' AS fault FROM again WHERE abs(direct_score) > 3 OR abs(loop_score) > 3
    UNION ALL
    SELECT *, 'a share outside 0-1' FROM again
    WHERE least(tie_score, text_score, entity_score, confidence) < 0 OR greatest(tie_score, text_score, entity_score, confidence) > 1
    UNION ALL
    SELECT *, 'a direct score although the sensitivity is unknown' FROM again WHERE sensitivity IS NULL AND direct_score IS NOT NULL
    UNION ALL
    SELECT *, 'the sign differs from the score' FROM again WHERE sign IS DISTINCT FROM CAST(sign(loop_score) AS INTEGER)
    UNION ALL
    SELECT *, 'the tie does not follow from its factors' FROM again WHERE abs(tie_score - tie_again) > 0.00006
    UNION ALL
    SELECT *, 'the direct score does not follow from its factors' FROM again
    WHERE direct_score <> 0 AND abs(direct_score - direct_again) > 0.00006
    UNION ALL
    SELECT *, 'no document carries it' FROM again WHERE coalesce(len(doc_ids), 0) = 0
    UNION ALL
    SELECT *, 'no such part' FROM again AS a
    WHERE a.as_of = (SELECT max(i.as_of) FROM core_impact AS i WHERE i.system_id = a.system_id)  -- a model may lose parts later
      AND NOT EXISTS (SELECT 1 FROM core_system_part AS p WHERE p.system_id = a.system_id AND p.part_id = a.part_id))
SELECT system_id, signal_id, part_id, force_id, week_on, as_of, fault FROM fault
ORDER BY week_on, as_of, system_id, signal_id, part_id, force_id, fault
