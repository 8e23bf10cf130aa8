-- The two factors of the ranking rule that had no column: root of the share gained by the signal and by its wider theme.
ALTER TABLE core_signal ADD COLUMN attention_gain DOUBLE;
ALTER TABLE core_signal ADD COLUMN theme_gain DOUBLE;
