-- one row per (force, document) that carried a tie in the weeks [$since, $until], in the latest ties of each week known at $as_of
WITH latest AS (
    SELECT * FROM core_force_link WHERE week_on BETWEEN $since AND $until AND as_of <= $as_of
    QUALIFY as_of = coalesce(last_run('forces', week_on, $as_of), max(as_of) OVER (PARTITION BY week_on)))
SELECT DISTINCT l.force_id, unnest(l.doc_ids) AS doc_id FROM latest AS l
ORDER BY ALL
