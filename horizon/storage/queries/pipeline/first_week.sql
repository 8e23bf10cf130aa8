-- one row: Monday of the first week in which a document counts that was news when it was seen, as known at $as_of
SELECT min(week_on) AS week_on FROM core_document WHERE seen_at <= $as_of AND NOT is_backlog
