-- one row per alias of $aliases that is known: the document it names
SELECT a.alias, a.doc_id FROM core_document_alias AS a JOIN (SELECT unnest(CAST($aliases AS TEXT[])) AS alias) AS w USING (alias)
