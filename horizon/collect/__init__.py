"""Fetch the sources politely and keep what they published: feeds to raw entries."""
