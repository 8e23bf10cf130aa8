-- one row per name of a person in the store
SELECT DISTINCT name FROM (
    SELECT name FROM core_mention WHERE kind = 'person' UNION ALL SELECT person FROM core_affiliation) ORDER BY name
