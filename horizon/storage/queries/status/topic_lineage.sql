-- one row per change of a topic's standing, seen from either side
SELECT week_on, topic_id, relation, other_topic_id, shared_share FROM core_topic_link
WHERE (topic_id = $topic_id OR other_topic_id = $topic_id) AND relation <> 'continued'
QUALIFY as_of = max(as_of) OVER (PARTITION BY week_on)
ORDER BY week_on, topic_id
