-- one row: how many policy dates had been read by $as_of; none at all means that nothing looked for them
SELECT count(*) AS n_dates FROM core_policy_date WHERE as_of <= $as_of
