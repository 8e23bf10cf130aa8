-- one row per story in its latest state
SELECT m.story_id, arg_min(d.title, d.first_seen_at) AS label, min(d.published_at) AS first_published_at,
       max(d.published_at) AS last_published_at, min(d.first_seen_at) AS first_seen_at, count(*) AS n_docs,
       count(DISTINCT d.origin_id) AS n_origins, count(DISTINCT d.source_id) AS n_sources
FROM horizon.story_members AS m JOIN horizon.documents AS d USING (doc_id)
WHERE m.is_latest GROUP BY m.story_id ORDER BY m.story_id
