-- one row per source: standing, health, last outcome and what to do about it
WITH last_fetch AS (
    SELECT source_id, arg_max(outcome, requested_at) AS last_outcome, arg_max(reason, requested_at) AS last_reason,
           max(requested_at) AS last_fetch_at, count(*) AS n_fetches
    FROM raw_fetch GROUP BY source_id),
pages AS (
    SELECT source_id, count(*) AS n_asked, count(*) FILTER (outcome = 'ok') AS n_read,
           arg_max(coalesce(reason, ''), requested_at) FILTER (outcome <> 'ok') AS last_trouble
    FROM raw_page GROUP BY source_id),
entries AS (SELECT source_id, count(DISTINCT entry_key) AS n_entries FROM raw_entry GROUP BY source_id)
SELECT s.source_id, s.name, s.source_class, s.kind, s.language, s.grade, s.url, s.is_enabled,
       coalesce(st.health, 'never fetched') AS health, coalesce(st.health_reason, f.last_reason) AS health_reason,
       f.last_outcome, f.last_fetch_at, st.last_success_at, st.next_poll_at, coalesce(e.n_entries, 0) AS n_entries,
       CASE WHEN s.full_text OR p.n_asked > 0 THEN
           format('{} of {} pages read', coalesce(p.n_read, 0), coalesce(p.n_asked, 0))
           || coalesce('; last trouble: ' || p.last_trouble, '') END AS full_text,
       CASE f.last_outcome
           WHEN 'not_a_feed' THEN 'the address answers with a page: `horizon sources add SITE` looks for the feed that it names'
           WHEN 'gone' THEN 'the publisher removed it: look for a new address or remove the source'
           WHEN 'http_error' THEN 'open the address in a browser; a 404 that stays means it moved'
           WHEN 'unreachable' THEN 'check the host name and your network'
           WHEN 'timeout' THEN 'slow host: raise collect.timeout_s if it stays'
           WHEN 'refused' THEN 'the address is private or not http(s): correct it'
           WHEN 'robots_denied' THEN 'the site does not want this page read by programs: ask the publisher for a feed, or remove the source'
           WHEN 'robots_unknown' THEN 'nothing: the page is asked for when the site''s robots.txt can be read again'
           WHEN 'blocked' THEN 'the site asks for a human: ask the publisher for access'
           WHEN 'rate_limited' THEN 'nothing: Horizon waits as long as the site asks'
           WHEN 'too_large' THEN 'raise collect.max_body_bytes if you trust it'
           WHEN 'parse_failed' THEN 'the feed is broken: tell the publisher'
           WHEN 'parse_timeout' THEN 'the feed is too heavy: tell the publisher'
           WHEN 'bad_encoding' THEN 'the server packs its answer wrongly: tell the publisher'
           WHEN 'empty' THEN 'the address answers with nothing: tell the publisher, or look for a new address'
           ELSE CASE st.health
               WHEN 'stale' THEN 'look at the site: its feed may have moved, and `horizon sources add SITE` finds where; else remove the source'
               WHEN 'gone' THEN CASE WHEN st.health_reason LIKE '%read instead' THEN 'nothing: that source is read for both' END
           END END AS mend
FROM core_source AS s
LEFT JOIN core_source_state AS st USING (source_id)
LEFT JOIN last_fetch AS f USING (source_id)
LEFT JOIN entries AS e USING (source_id)
LEFT JOIN pages AS p USING (source_id)
ORDER BY s.source_id
