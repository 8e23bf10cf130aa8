-- one row per step in the life of a signal's topic, by each week's latest judgement known at $as_of
SELECT week_on, relation, other_topic_id, shared_share FROM core_topic_link
WHERE topic_id = $topic_id AND as_of <= $as_of AND week_on <= CAST($week_on AS DATE) AND relation <> 'continued'
QUALIFY as_of = max(as_of) OVER (PARTITION BY week_on)
ORDER BY week_on, relation, other_topic_id
