-- every row of core_source, to be replayed in a store of its own
SELECT * FROM core_source
