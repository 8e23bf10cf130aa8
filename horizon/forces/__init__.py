"""Link signals to long-running drivers of change."""
