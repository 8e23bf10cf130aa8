"""Measure how attention to a topic changes and judge its place in the life cycle."""
