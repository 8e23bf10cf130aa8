-- one row per item of the sources $source_ids whose page is to be read at $now: the newest version that the feed gave since
-- $since, published at most $max_age_days before it was seen, at most $most a source, first those with a hash of $noted.
-- Not again: what ended for good, what failed three times or in the last hour, an item whose page was read five times.
WITH from_feed AS (
    SELECT * FROM raw_entry
    WHERE source_id IN (SELECT unnest($source_ids)) AND fetched_at >= $since
      AND NOT list_contains(coalesce(defects, []), 'text_from_page')
    QUALIFY row_number() OVER (PARTITION BY source_id, entry_key ORDER BY fetched_at DESC, position, entry_hash) = 1),
asked AS (
    SELECT entry_hash, count(*) AS n, max(requested_at) AS last_at,
           bool_or(outcome NOT IN (SELECT unnest($passing))) AS is_final
    FROM raw_page GROUP BY entry_hash),
items AS (SELECT source_id, entry_key, count(*) AS n_pages FROM raw_page WHERE outcome = 'ok' GROUP BY ALL)
SELECT e.* FROM from_feed AS e
LEFT JOIN asked AS a USING (entry_hash)
LEFT JOIN items AS i USING (source_id, entry_key)
WHERE e.url IS NOT NULL
  AND (e.published_at IS NULL OR e.published_at >= e.fetched_at - to_days(CAST($max_age_days AS INTEGER)))
  AND (a.n IS NULL OR (NOT a.is_final AND a.n < 3 AND a.last_at <= CAST($now AS TIMESTAMPTZ) - INTERVAL 1 HOUR))
  AND coalesce(i.n_pages, 0) < 5
QUALIFY row_number() OVER (
    PARTITION BY e.source_id
    ORDER BY e.entry_hash IN (SELECT unnest(CAST($noted AS TEXT[]))) DESC, e.fetched_at DESC, e.published_at DESC NULLS LAST, e.position, e.entry_hash) <= $most
ORDER BY e.source_id, e.fetched_at DESC, e.published_at DESC NULLS LAST, e.position, e.entry_hash
