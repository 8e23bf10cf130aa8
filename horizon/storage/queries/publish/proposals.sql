-- one row per source proposed by $as_of in the quarter before it, and whether its address had been polled by then
SELECT p.url, p.reason, p.proposed_by, p.proposed_at,
       EXISTS (SELECT 1 FROM core_source AS s JOIN raw_fetch AS f USING (source_id)
               WHERE (s.url = p.url OR f.requested_url = p.url) AND f.requested_at <= $as_of) AS is_on_board
FROM core_source_proposal AS p
WHERE p.proposed_at <= $as_of AND p.proposed_at > CAST($as_of AS TIMESTAMPTZ) - INTERVAL 91 DAY
QUALIFY row_number() OVER (PARTITION BY p.url ORDER BY p.proposed_at) = 1
ORDER BY p.proposed_at, p.url
