-- one row per entity named in any document
SELECT m.entity_id, mode(m.entity_name) AS entity_name, mode(m.entity_kind) AS entity_kind, count(*) AS n_docs,
       sum(m.n_mentions)::BIGINT AS n_mentions, min(d.first_seen_at) AS first_seen_at, max(d.first_seen_at) AS last_seen_at
FROM horizon.mentions AS m JOIN horizon.documents AS d USING (doc_id)
GROUP BY m.entity_id ORDER BY m.entity_id
