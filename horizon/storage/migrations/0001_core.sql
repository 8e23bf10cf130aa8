-- Private tables of the pipeline. raw_*: as published, never changed. core_*: derived, every row names its run.
-- No primary keys: DuckDB's indexes are a known weak spot; uniqueness is kept by anti-join and proved by audits.

CREATE TABLE raw_body (body_hash TEXT, n_bytes BIGINT, first_fetched_at TIMESTAMPTZ);

CREATE TABLE raw_fetch (
    fetch_id TEXT, source_id TEXT, requested_url TEXT, final_url TEXT, requested_at TIMESTAMPTZ, outcome TEXT,
    http_status INTEGER, reason TEXT, body_hash TEXT, n_bytes BIGINT, etag TEXT, last_modified TEXT, content_type TEXT,
    retry_after_s DOUBLE, n_entries INTEGER, n_new_entries INTEGER, elapsed_s DOUBLE, is_conditional BOOLEAN, run_id TEXT);

CREATE TABLE raw_entry (
    entry_hash TEXT, source_id TEXT, entry_key TEXT, guid TEXT, url TEXT, title TEXT, summary TEXT, content TEXT, author TEXT,
    published_raw TEXT, published_at TIMESTAMPTZ, date_precision TEXT, updated_at TIMESTAMPTZ, language TEXT, tags TEXT[],
    defects TEXT[], extra TEXT, fetched_at TIMESTAMPTZ, fetch_id TEXT, body_hash TEXT, position INTEGER, run_id TEXT);

CREATE TABLE core_source (
    source_id TEXT, name TEXT, source_class TEXT, url TEXT, kind TEXT, site_url TEXT, language TEXT, country TEXT, place TEXT,
    sector TEXT, family TEXT, grade TEXT, time_zone TEXT, is_primary BOOLEAN, is_enabled BOOLEAN, note TEXT);

CREATE TABLE core_source_state (
    source_id TEXT, on_board_at TIMESTAMPTZ, resolved_url TEXT, etag TEXT, last_modified TEXT, body_hash TEXT,
    last_fetched_at TIMESTAMPTZ, last_success_at TIMESTAMPTZ, last_new_entry_at TIMESTAMPTZ, n_failures INTEGER,
    next_poll_at TIMESTAMPTZ, poll_interval_s DOUBLE, supports_conditional BOOLEAN, health TEXT, health_reason TEXT,
    is_retired BOOLEAN, extra TEXT);

CREATE TABLE core_document (
    doc_id TEXT, version INTEGER, source_id TEXT, source_class TEXT, entry_hash TEXT, canonical_url TEXT, title TEXT, text TEXT,
    author TEXT, language TEXT, published_at TIMESTAMPTZ, date_precision TEXT, first_seen_at TIMESTAMPTZ, seen_at TIMESTAMPTZ,
    counted_at TIMESTAMPTZ, week_on DATE, is_backlog BOOLEAN, identity TEXT, text_hash TEXT, n_words INTEGER, defects TEXT[],
    run_id TEXT);

CREATE TABLE core_document_alias (alias TEXT, doc_id TEXT, source_id TEXT, seen_at TIMESTAMPTZ, run_id TEXT);

CREATE TABLE core_origin_member (
    doc_id TEXT, origin_id TEXT, reason TEXT, similarity DOUBLE, matched_doc_id TEXT, seen_at TIMESTAMPTZ, run_id TEXT);

CREATE TABLE core_copy_band (band BIGINT, doc_id TEXT, seen_at TIMESTAMPTZ, run_id TEXT);

CREATE TABLE core_mention (doc_id TEXT, version INTEGER, entity_id TEXT, name TEXT, kind TEXT, n_mentions INTEGER, run_id TEXT);

CREATE TABLE core_enrichment (
    doc_id TEXT, version INTEGER, geo_level TEXT, countries TEXT[], text_hash TEXT, model_id TEXT, seen_at TIMESTAMPTZ, run_id TEXT);

CREATE TABLE core_embedding (text_hash TEXT, model_id TEXT, vector FLOAT[], run_id TEXT);

CREATE TABLE core_story_member (
    week_on DATE, as_of TIMESTAMPTZ, doc_id TEXT, story_id TEXT, similarity DOUBLE, nearest_doc_id TEXT, run_id TEXT);

CREATE TABLE core_topic_member (
    week_on DATE, as_of TIMESTAMPTZ, doc_id TEXT, topic_id TEXT, similarity DOUBLE, run_id TEXT);

CREATE TABLE core_topic_week (
    topic_id TEXT, week_on DATE, as_of TIMESTAMPTZ, label TEXT, terms TEXT[], state TEXT, born_week_on DATE, n_docs INTEGER,
    n_origins INTEGER, n_sources INTEGER, n_docs_window INTEGER, n_origins_window INTEGER, coherence_score DOUBLE,
    representative_doc_ids TEXT[], successor_topic_id TEXT, run_id TEXT);

CREATE TABLE core_topic_centroid (topic_id TEXT, week_on DATE, as_of TIMESTAMPTZ, model_id TEXT, vector FLOAT[], run_id TEXT);

CREATE TABLE core_topic_link (
    week_on DATE, as_of TIMESTAMPTZ, topic_id TEXT, relation TEXT, other_topic_id TEXT, shared_share DOUBLE, run_id TEXT);

CREATE TABLE core_signal (
    signal_id TEXT, week_on DATE, as_of TIMESTAMPTZ, kind TEXT, topic_id TEXT, label TEXT, terms TEXT[], stage TEXT,
    reason_codes TEXT[], detectors TEXT[], n_origins INTEGER, n_origins_window INTEGER, n_sources INTEGER,
    attention_share DOUBLE, attention_low DOUBLE, attention_high DOUBLE, baseline_share DOUBLE, growth_ratio DOUBLE,
    burst_score DOUBLE, novelty_score DOUBLE, coherence_score DOUBLE, n_new_actors INTEGER, emergence_probability DOUBLE,
    emergence_low DOUBLE, emergence_high DOUBLE, emergence_basis TEXT, evidence_grade TEXT, n_independent_origins INTEGER,
    n_families INTEGER, n_primary INTEGER, n_contradicting INTEGER, uncertainty_score DOUBLE, first_research_on DATE,
    first_policy_on DATE, first_news_on DATE, first_seen_on DATE, geo_level TEXT, rank_score DOUBLE, rank INTEGER,
    is_flagged BOOLEAN, run_id TEXT);

CREATE TABLE core_signal_evidence (
    signal_id TEXT, week_on DATE, as_of TIMESTAMPTZ, doc_id TEXT, origin_id TEXT, stance TEXT, rank INTEGER, run_id TEXT);

CREATE TABLE core_force_link (
    signal_id TEXT, force_id TEXT, week_on DATE, as_of TIMESTAMPTZ, confidence DOUBLE, cue_score DOUBLE, similarity DOUBLE,
    phrases TEXT[], doc_ids TEXT[], run_id TEXT);

CREATE TABLE core_impact (
    system_id TEXT, signal_id TEXT, part_id TEXT, force_id TEXT, week_on DATE, as_of TIMESTAMPTZ, tie_score DOUBLE,
    text_score DOUBLE, entity_score DOUBLE, place_score DOUBLE, sensitivity DOUBLE, layer TEXT, layer_reach DOUBLE,
    direct_score DOUBLE, loop_score DOUBLE, sign INTEGER, lag_weeks_low INTEGER, lag_weeks_high INTEGER, confidence DOUBLE,
    derivation TEXT, doc_ids TEXT[], run_id TEXT);

CREATE TABLE core_digest (
    system_id TEXT, week_on DATE, as_of TIMESTAMPTZ, digest TEXT, digest_hash TEXT, run_id TEXT);

CREATE TABLE core_run (
    run_id TEXT, stage TEXT, window_start TIMESTAMPTZ, window_end TIMESTAMPTZ, as_of TIMESTAMPTZ, inputs_hash TEXT,
    config_hash TEXT, code_version TEXT, model_ids TEXT[], counts TEXT, notes TEXT[], started_at TIMESTAMPTZ, seconds DOUBLE);
