-- every row of core_mention, to be replayed in a store of its own
SELECT * FROM core_mention
