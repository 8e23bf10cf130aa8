"""Group documents into topics, name them and follow them from week to week."""
