-- one row per language of the documents counted in the twelve weeks up to the newest one, latest version each
WITH latest AS (
    SELECT doc_id, language, counted_at FROM core_document
    QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY version DESC) = 1)
SELECT language, count(*) AS n_docs FROM latest
WHERE language IS NOT NULL AND counted_at > (SELECT max(counted_at) FROM latest) - INTERVAL 84 DAY
GROUP BY language ORDER BY language
