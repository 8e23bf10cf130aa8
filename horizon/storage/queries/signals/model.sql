-- one row: the embedding model that the last topics judged by $as_of rest on, else the one with vectors of most documents
-- counted in [$since, $until); one model a judgement, so that two spaces never meet
SELECT model_id FROM (
    SELECT model_id, 0 AS rank, epoch(CAST(week_on AS TIMESTAMPTZ)) AS weight FROM core_topic_centroid WHERE week_on < $until AND as_of <= $as_of
    UNION ALL
    SELECT e.model_id, 1 AS rank, count(*) AS weight
    FROM core_embedding AS e JOIN core_document AS d USING (text_hash)
    WHERE d.seen_at <= $as_of AND d.counted_at >= $since AND d.counted_at < $until
    GROUP BY e.model_id)
ORDER BY rank, weight DESC, model_id LIMIT 1
