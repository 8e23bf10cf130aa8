-- every row of core_embedding, to be replayed in a store of its own
SELECT * FROM core_embedding
