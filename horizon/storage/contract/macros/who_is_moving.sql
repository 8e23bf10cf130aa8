-- people and organisations named in a topic's documents: how much, and how early after the topic's first document
CREATE MACRO horizon.who_is_moving(of_topic, n := 20) AS TABLE
WITH placed AS (
    SELECT DISTINCT unnest(m.doc_nos) AS doc_no FROM horizon.topic_week_members AS m WHERE m.topic_id = of_topic AND m.is_latest),
doc AS (
    SELECT d.doc_id, d.origin_id, d.source_id, coalesce(d.published_at, d.first_seen_at) AS dated_at
    FROM placed AS p JOIN horizon.document_versions AS d USING (doc_no)),
begun AS (SELECT min(doc.dated_at) AS begun_at FROM doc)
SELECT e.entity_name, e.entity_kind, count(DISTINCT d.origin_id) AS n_origins, count(DISTINCT d.source_id) AS n_sources,
       min(d.dated_at)::DATE AS first_named_on, max(d.dated_at)::DATE AS last_named_on,
       date_diff('day', any_value(b.begun_at), min(d.dated_at)) AS days_after_first, e.entity_id
FROM doc AS d JOIN horizon.mentions AS e ON e.doc_id = d.doc_id, begun AS b
WHERE e.entity_kind IN ('organisation', 'person')
GROUP BY e.entity_id, e.entity_name, e.entity_kind
ORDER BY n_origins DESC, first_named_on, e.entity_name LIMIT n;
