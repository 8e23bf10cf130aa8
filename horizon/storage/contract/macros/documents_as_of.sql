-- every document as it was known at a moment: seen by then, in the version of then
CREATE MACRO horizon.documents_as_of(as_of) AS TABLE
SELECT d.* EXCLUDE (superseded_at, is_latest, doc_no, n_terms) FROM horizon.document_versions AS d
WHERE d.version_seen_at <= as_of::TIMESTAMPTZ AND (d.superseded_at IS NULL OR d.superseded_at > as_of::TIMESTAMPTZ);
