-- one row per document and the origin it is a copy of
SELECT doc_id, origin_id, reason AS origin_reason, similarity, matched_doc_id, seen_at AS first_seen_at, run_id
FROM core_origin_member
