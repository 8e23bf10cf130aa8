-- What collect remembers beyond one source: the budget of each site over restarts, how each source's health went (so that a
-- digest of the past can say what was down then), and items that a source took back.
CREATE TABLE core_site (
    site TEXT, last_asked_at TIMESTAMPTZ, quiet_until TIMESTAMPTZ, quiet_reason TEXT, asked_on DATE, n_asked INTEGER);

CREATE TABLE core_source_health (
    source_id TEXT, changed_at TIMESTAMPTZ, health TEXT, health_reason TEXT, run_id TEXT);

CREATE TABLE core_withdrawal (source_id TEXT, entry_key TEXT, seen_at TIMESTAMPTZ, run_id TEXT);
