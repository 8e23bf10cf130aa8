-- one row per document and story it was placed in, and when it was first placed there
SELECT doc_id, story_id, week_on, as_of, similarity, nearest_doc_id,
       doc_id NOT IN (SELECT doc_id FROM read_story_member GROUP BY doc_id HAVING count(*) > 1)
       OR (as_of, week_on) = max((as_of, week_on)) OVER (PARTITION BY doc_id) AS is_latest, run_id
FROM read_story_member
