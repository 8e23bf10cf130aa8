-- Full text of linked pages, for sources that ask for it. raw_page: one row per page asked for on behalf of one entry version.
-- core_robots: one row per origin (scheme, host, port): what its robots.txt last said; its body is kept like every other.
ALTER TABLE core_source ADD COLUMN full_text BOOLEAN DEFAULT false;

CREATE TABLE raw_page (
    fetch_id TEXT, source_id TEXT, entry_hash TEXT, entry_key TEXT, requested_url TEXT, final_url TEXT, requested_at TIMESTAMPTZ,
    outcome TEXT, http_status INTEGER, reason TEXT, body_hash TEXT, n_bytes BIGINT, content_type TEXT, n_chars INTEGER,
    elapsed_s DOUBLE, run_id TEXT);

CREATE TABLE core_robots (
    origin TEXT, fetched_at TIMESTAMPTZ, expires_at TIMESTAMPTZ, standing TEXT, outcome TEXT, http_status INTEGER, reason TEXT,
    body_hash TEXT, crawl_delay_s DOUBLE);
