"""How far in a force reaches: the onion world > society > market > organisation. Outer layers always outweigh inner ones."""

from __future__ import annotations

# What a force of this layer does cannot be undone from within; an inner one can be answered. Even steps, because nothing
# finer can be defended; the order is what the method promises.
REACH: dict[str, float] = {"world": 1.0, "society": 0.8, "market": 0.6, "organisation": 0.4}


def reach(layer: str) -> float:
    """Weight of a force's home layer, 0.4-1. Raises KeyError for an unknown layer."""
    return REACH[layer]
