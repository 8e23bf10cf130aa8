-- Migration 21 took the ends of all DOIs that look like a version's for one; only preprint servers number versions so. Elsewhere
-- .v2 may be a volume: those documents are known by the whole DOI. A corrigendum, R(nn), is no longer taken for its act.
CREATE TEMP TABLE mended AS
SELECT doc_id, seen_at, run_id, regexp_extract(alias, '^[^|]*\|(.*)$', 1) AS work FROM core_document_alias
WHERE regexp_matches(alias, '^[^|]*\|doi:10\..*([0-9]|/|\.)v[0-9]{1,2}$')
  AND NOT regexp_matches(alias, '^[^|]*\|doi:10\.(1101|64898|21203|20944|26434|31219|31234|22541|36227|48550)/');

DELETE FROM core_document_work WHERE NOT is_stated AND doc_id IN (SELECT doc_id FROM mended)
  AND work IN (SELECT regexp_replace(work, '([0-9]|/|\.)v[0-9]{1,2}$', '\1') FROM mended);
INSERT INTO core_document_work SELECT work, doc_id, false, seen_at, run_id FROM mended;
DELETE FROM core_document_work USING core_document AS d
WHERE core_document_work.doc_id = d.doc_id AND core_document_work.work LIKE 'celex:%' AND NOT core_document_work.is_stated
  AND regexp_matches(lower(coalesce(d.canonical_url, '')), 'celex(:|%3a)[0-9a-z]+r(\(|%28)');
DROP TABLE mended;
