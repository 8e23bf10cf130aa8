-- Which document an entry version is a sighting of: lineage from a document back to every raw entry, and what is done.
CREATE TABLE core_entry_document (entry_hash TEXT, doc_id TEXT, seen_at TIMESTAMPTZ, run_id TEXT);
