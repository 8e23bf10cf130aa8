-- one row per role that documents known at $as_of state of a person named in $names (lower case)
SELECT a.person, a.role, a.organisation, min(d.counted_at)::DATE AS first_on, max(d.counted_at)::DATE AS last_on,
       list(DISTINCT a.doc_id ORDER BY a.doc_id) AS doc_ids
FROM core_affiliation AS a JOIN core_document AS d USING (doc_id, version)
WHERE a.as_of <= $as_of AND lower(a.person) IN (SELECT unnest(CAST($names AS TEXT[])))
GROUP BY ALL ORDER BY first_on, a.person
