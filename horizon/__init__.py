"""Horizon: reads the outside world for an organisation that must steer by it."""

__version__ = "0.1.0"
