-- Which works a document is of, by world-wide identifiers, whatever source it came from: a preprint and its journal version share one.
CREATE TABLE core_document_work (work TEXT, doc_id TEXT, is_stated BOOLEAN, seen_at TIMESTAMPTZ, run_id TEXT);

-- Documents of before are known by the identifier that they were found again by; whether it was stated was not kept.
INSERT INTO core_document_work
SELECT regexp_replace(replace(regexp_extract(alias, '^[^|]*\|(.*)$', 1), 'doi:10.48550/arxiv.', 'arxiv:'), '([0-9]|/|\.)v[0-9]{1,2}$', '\1'),
       doc_id, false, seen_at, run_id
FROM core_document_alias WHERE regexp_matches(alias, '^[^|]*\|(doi:10\.|arxiv:|celex:|dok_id:)');
