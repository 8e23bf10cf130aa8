-- one row per judgement of a document's week, latest first: its origin, story and topic, with the document and the similarity
-- that tie it there; topic columns are null where it is in none
SELECT s.week_on, s.as_of, d.title, d.text, d.language, o.origin_id, o.reason AS origin_reason, o.matched_doc_id, o.similarity AS origin_similarity,
       s.story_id, s.nearest_doc_id, n.title AS nearest_title, n.text AS nearest_text, n.language AS nearest_language,
       s.similarity AS story_similarity, m.topic_id, t.label AS topic_label, m.similarity AS topic_similarity
FROM core_story_member AS s
JOIN core_document AS d ON d.doc_id = s.doc_id AND d.version = 1
LEFT JOIN core_document AS n ON n.doc_id = s.nearest_doc_id AND n.version = 1
LEFT JOIN core_origin_member AS o ON o.doc_id = s.doc_id
LEFT JOIN core_topic_member AS m ON m.doc_id = s.doc_id AND m.week_on = s.week_on AND m.as_of = s.as_of
LEFT JOIN core_topic_week AS t ON t.topic_id = m.topic_id AND t.week_on = s.week_on AND t.as_of = s.as_of
WHERE s.doc_id = $doc_id AND s.as_of <= $as_of
ORDER BY s.week_on DESC, s.as_of DESC LIMIT 1
