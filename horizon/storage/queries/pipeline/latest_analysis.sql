-- one row: the latest moment whose knowledge any whole week was published with
SELECT max(as_of) AS as_of FROM core_run WHERE stage = 'publish'
