-- What retention removed: a body by its hash, a text or the people of a document version ("doc_id/version").
CREATE TABLE core_retention (kind TEXT, id TEXT, removed_at TIMESTAMPTZ, run_id TEXT);
