-- one row per document of $doc_ids that was in a story by $as_of: the last story it was judged to be in
SELECT doc_id, story_id FROM read_story_member
WHERE as_of <= $as_of AND doc_id IN (SELECT unnest(CAST($doc_ids AS TEXT[])))
QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY as_of DESC, week_on DESC) = 1 ORDER BY doc_id
