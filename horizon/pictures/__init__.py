"""Pictures as SVG from plain records, each with the table that says the same. No stage and no store."""
