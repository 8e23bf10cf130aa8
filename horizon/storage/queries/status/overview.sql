-- one row: how much is stored and how fresh it is
SELECT (SELECT count(*) FROM core_source WHERE is_enabled) AS n_sources,
       (SELECT max(last_success_at) FROM core_source_state) AS last_success_at,
       (SELECT count(DISTINCT doc_id) FROM core_document) AS n_documents,
       (SELECT count(DISTINCT origin_id) FROM core_origin_member) AS n_origins,
       (SELECT max(first_seen_at) FROM core_document) AS last_document_at,
       (SELECT count(*) FROM raw_entry AS e WHERE NOT EXISTS (
            SELECT 1 FROM core_entry_document AS d WHERE d.entry_hash = e.entry_hash)) AS n_entries_without_document,
       (SELECT count(*) FROM (
            SELECT doc_id, version FROM core_document EXCEPT SELECT doc_id, version FROM core_enrichment
        )) AS n_documents_without_vector,
       (SELECT max(week_on) FROM core_signal) AS last_judged_week_on
