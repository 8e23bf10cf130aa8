-- every row of core_enrichment, to be replayed in a store of its own
SELECT * FROM core_enrichment
