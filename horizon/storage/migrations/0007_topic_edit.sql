-- Corrections of topics by hand, one row each, never changed: a correction is taken back by a later row of kind undo.
-- doc_ids are the documents that were moved, from_topic_ids beside them where each was before ('' for nowhere).
CREATE TABLE core_topic_edit (
    edit_id TEXT, made_at TIMESTAMPTZ, kind TEXT, topic_id TEXT, other_topic_id TEXT, doc_ids TEXT[], from_topic_ids TEXT[],
    undoes_edit_id TEXT, reason TEXT);
