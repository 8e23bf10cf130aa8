-- one row: first and last day of the documents
SELECT CAST(min(counted_at) AS DATE) AS first_on, CAST(max(counted_at) AS DATE) AS last_on FROM core_document
