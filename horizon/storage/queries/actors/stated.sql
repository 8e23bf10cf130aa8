-- one row per (person, role, organisation): first and last day on which a document known at $as_of states it
SELECT a.person, a.role, a.organisation, min(d.counted_at)::DATE AS first_on, max(d.counted_at)::DATE AS last_on
FROM core_affiliation AS a JOIN core_document AS d USING (doc_id, version) WHERE a.as_of <= $as_of
GROUP BY ALL ORDER BY a.person, first_on, a.role, a.organisation
