-- one row per sentence of an issued digest, with the documents it rests on
SELECT d.system_id, d.week_on, d.as_of, row_number() OVER (PARTITION BY d.system_id, d.week_on, d.as_of ORDER BY t.id) AS position,
       t.fullkey AS place,
       CASE WHEN t.fullkey LIKE '$.items[%' THEN json_extract_string(d.digest, regexp_extract(t.fullkey, '^\$\.items\[\d+\]') || '.signal_id') END
           AS signal_id,
       t.value ->> '$.text' AS sentence, (t.value -> '$.doc_ids')::VARCHAR[] AS doc_ids, d.run_id
FROM core_digest AS d, json_tree(d.digest) AS t
WHERE t.type = 'OBJECT' AND json_exists(t.value, '$.text') AND json_exists(t.value, '$.doc_ids')
ORDER BY d.system_id, d.week_on, d.as_of, t.id
