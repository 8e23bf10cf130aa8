-- one row per document and story, in the latest judgement that placed it
SELECT doc_id, story_id, week_on, as_of, similarity, nearest_doc_id, run_id FROM core_story_member
QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY week_on DESC, as_of DESC) = 1
ORDER BY story_id, doc_id
