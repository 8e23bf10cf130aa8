-- one row per alias of given_aliases that is known: the document it names
SELECT a.alias, a.doc_id FROM core_document_alias AS a JOIN given_aliases AS w USING (alias)
