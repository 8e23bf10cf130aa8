-- one row per source that may be polled, in id order
SELECT * FROM core_source WHERE is_enabled AND kind <> 'archive' ORDER BY source_id
