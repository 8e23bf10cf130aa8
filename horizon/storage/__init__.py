"""The private DuckDB store and its ledger; the only package that knows DuckDB."""
