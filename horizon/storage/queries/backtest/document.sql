-- every row of core_document, to be replayed in a store of its own
SELECT * FROM core_document
