-- one row per raw body that a person was removed from: the file keeps the old hash as its name, and holds what has the new one
CREATE TABLE core_redacted_body (body_hash TEXT, redacted_hash TEXT, redacted_at TIMESTAMPTZ);
