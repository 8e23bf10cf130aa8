-- one row: how many sources are polled
SELECT count(*) AS n_sources FROM core_source WHERE is_enabled
