-- one row per document with a story in the judgement ($week_on, $as_of)
SELECT doc_id, story_id, similarity, nearest_doc_id FROM core_story_member
WHERE week_on = $week_on AND as_of = $as_of ORDER BY doc_id
