"""Derive what a signal means for the reader's system, against its structured model."""
