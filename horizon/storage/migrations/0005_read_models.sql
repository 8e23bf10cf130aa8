-- What the published file is copied from, grown by what is new since the last publish (horizon/storage/read_models.py). Every
-- row follows from raw_ and core_ rows; all may be emptied and are then built anew by the next publish.
CREATE TABLE read_document_no (
    doc_no INTEGER, doc_id TEXT, version INTEGER, seen_at TIMESTAMPTZ, body_hash TEXT, n_terms INTEGER);

CREATE TABLE read_posting (segment INTEGER, term TEXT, doc_nos INTEGER[], n_times UTINYINT[]);

CREATE TABLE read_topic_member (
    topic_id TEXT, week_on DATE, as_of TIMESTAMPTZ, doc_nos INTEGER[], similarities FLOAT[], run_id TEXT);

CREATE TABLE read_story_member (
    doc_id TEXT, story_id TEXT, week_on DATE, as_of TIMESTAMPTZ, similarity DOUBLE, nearest_doc_id TEXT, run_id TEXT);

CREATE TABLE read_judgement (week_on DATE, as_of TIMESTAMPTZ);

-- One row per date in a policy document: consultation ends, vote, entry into force, call closes. Filled by the signals of policy.
CREATE TABLE core_policy_date (
    policy_date_id TEXT, doc_id TEXT, topic_id TEXT, body TEXT, stage TEXT, on_date DATE, at_time TIME, precision TEXT,
    is_flagged BOOLEAN, quote TEXT, start_offset INTEGER, end_offset INTEGER, as_of TIMESTAMPTZ, run_id TEXT);
