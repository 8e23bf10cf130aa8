-- one row per document known at $as_of that holds any word of $words (beginnings, lower case): how many, title counted twice;
-- the best $most, newest first among equals
WITH known AS (
    SELECT doc_id, title, text, counted_at FROM core_document WHERE seen_at <= $as_of
    QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY version DESC) = 1),
hit AS (
    SELECT k.doc_id, k.counted_at,
           list_sum([CASE WHEN contains(lower(k.title), w) THEN 2 WHEN contains(lower(k.text), w) THEN 1 ELSE 0 END
                     FOR w IN CAST($words AS TEXT[])]) AS score,
           len([w FOR w IN CAST($words AS TEXT[]) IF contains(lower(k.title), w) OR contains(lower(k.text), w)]) AS n_words
    FROM known AS k)
SELECT doc_id, score, n_words FROM hit WHERE n_words >= $least
ORDER BY n_words DESC, score DESC, counted_at DESC, doc_id LIMIT $most
