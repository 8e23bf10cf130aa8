-- one row per source that a reader proposed
SELECT url, source_class, reason, proposed_by, proposed_at FROM core_source_proposal ORDER BY proposed_at, url
