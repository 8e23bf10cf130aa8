-- one row per (document with a policy date, system, part): the strongest tie, judged by $as_of, of the topic it was placed in
WITH placed AS (
    SELECT doc_id, topic_id FROM core_topic_member
    WHERE as_of <= $as_of AND doc_id IN (SELECT doc_id FROM core_policy_date)
    QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY as_of DESC, week_on DESC) = 1),
latest AS (
    SELECT signal_id, topic_id, week_on, as_of FROM core_signal
    WHERE as_of <= $as_of AND topic_id IN (SELECT topic_id FROM placed)
    QUALIFY row_number() OVER (PARTITION BY signal_id ORDER BY week_on DESC, as_of DESC) = 1)
SELECT p.doc_id, i.system_id, i.part_id, any_value(sp.name) AS part_name, max(i.tie_score) AS tie_score
FROM placed AS p JOIN latest AS l USING (topic_id)
JOIN core_impact AS i ON i.signal_id = l.signal_id AND i.week_on = l.week_on AND i.as_of = l.as_of
LEFT JOIN core_system_part AS sp ON sp.system_id = i.system_id AND sp.part_id = i.part_id
GROUP BY p.doc_id, i.system_id, i.part_id
ORDER BY p.doc_id, i.system_id, tie_score DESC, i.part_id
