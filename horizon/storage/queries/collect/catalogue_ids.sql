-- one row per source that came from a catalogue (archives left out), in id order
SELECT * FROM core_source WHERE kind <> 'archive' ORDER BY source_id
