"""Replay history week by week through the real stages, and measure what the flags were worth."""
