-- one row per document: its day, title and text, for matching known events when a backtest is scored
SELECT doc_id, CAST(counted_at AS DATE) AS counted_on, title, text FROM core_document
QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY version DESC) = 1 ORDER BY doc_id
