-- Readers' voice, append-only: what somebody said at a moment. A later row of the same rater or follower is the last word; nothing
-- said is ever changed. core_delivery: digests that were sent, so that none is sent twice.
CREATE TABLE core_note (note_id TEXT, text TEXT, author TEXT, noted_at TIMESTAMPTZ);

CREATE TABLE core_rating (
    rating_id TEXT, signal_id TEXT, week_on DATE, rater TEXT, verdict TEXT, comment TEXT, rated_at TIMESTAMPTZ);

CREATE TABLE core_follow (topic_id TEXT, follower TEXT, is_following BOOLEAN, followed_at TIMESTAMPTZ);

CREATE TABLE core_source_proposal (
    url TEXT, source_class TEXT, reason TEXT, proposed_by TEXT, proposed_at TIMESTAMPTZ);

CREATE TABLE core_delivery (
    system_id TEXT, week_on DATE, channel TEXT, recipients_hash TEXT, n_recipients INTEGER, digest_hash TEXT,
    sent_at TIMESTAMPTZ);
