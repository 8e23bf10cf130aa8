-- What texts state: one row per claim of a document version; one row per person with a stated role; and the tombstones of
-- persons that were removed. Offsets are into title + line break + text of the version.
CREATE TABLE core_claim (
    claim_id TEXT, doc_id TEXT, version INTEGER, claim TEXT, start_offset INTEGER, end_offset INTEGER, holder TEXT,
    holder_start INTEGER, holder_end INTEGER, is_quote BOOLEAN, modality TEXT, as_of TIMESTAMPTZ, run_id TEXT);

CREATE TABLE core_affiliation (
    doc_id TEXT, version INTEGER, person TEXT, role TEXT, organisation TEXT, start_offset INTEGER, end_offset INTEGER,
    as_of TIMESTAMPTZ, run_id TEXT);

-- one row per redaction: the name itself is not kept, only a keyed hash of its folded form, so that it stays forgotten
CREATE TABLE core_tombstone (
    tombstone_id TEXT, name_hash TEXT, forgotten_at TIMESTAMPTZ, reason TEXT, n_bodies INTEGER, n_rows INTEGER, n_files INTEGER);
