"""The search for cyclic garbage, made rarer where many records are made at once and none of them is in a cycle.

Python looks for cycles after every 700 new objects, and now and then through all that live. Where thousands of entries are
read, that took a seventh of the processor and found nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

MANY = 50_000  # new objects between two searches


@contextmanager
def rarely_searched() -> Iterator[None]:
    """Within the block, also for other threads; what was set before holds again after it."""
    before = gc.get_threshold()
    gc.set_threshold(MANY, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
