-- one row per entry version fetched by $as_of that no document was made from yet, in the order of arrival, within one fetch the earlier published first
SELECT e.entry_hash, e.source_id, e.entry_key, e.guid, e.url, e.title, e.summary, e.content, e.author, e.published_at, e.date_precision,
    e.language, e.defects, e.extra, e.fetched_at, s.name AS source_name, s.source_class, s.kind = 'archive' AS is_archive, st.on_board_at
FROM raw_entry AS e
JOIN core_source AS s USING (source_id)
LEFT JOIN core_source_state AS st USING (source_id)
WHERE e.fetched_at <= $as_of
  AND NOT EXISTS (SELECT 1 FROM core_entry_document AS d WHERE d.entry_hash = e.entry_hash)
ORDER BY e.fetched_at, e.published_at NULLS LAST, e.source_id, e.position, e.entry_hash
