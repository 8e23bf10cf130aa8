-- every row of core_origin_member, to be replayed in a store of its own
SELECT * FROM core_origin_member
