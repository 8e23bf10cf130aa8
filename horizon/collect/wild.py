"""Dates that can be read but hardly believed: named, never changed. Judged over the whole feed, because one date in the
future is a mistake, while a feed full of them lists events. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

AHEAD = timedelta(hours=26)  # a wrong time zone alone never makes more
EVENTS_SHARE = 0.3
OLDEST_YEAR = 1990
SHARED_SHARE, MIN_SHARED = 0.8, 5


def date_defects(
    dates: Sequence[datetime | None], precisions: Sequence[str | None], now: datetime
) -> list[tuple[str, ...]]:
    """One tuple of defects for each item: date_future (an outlier), date_ahead (a feed of events), date_placeholder,
    date_shared (nearly all items carry the very same second: the time of the build, not of the item)."""
    known = [d for d in dates if d is not None]
    n_ahead = sum(d > now + AHEAD for d in known)
    is_events = bool(known) and n_ahead >= 2 and n_ahead / len(known) >= EVENTS_SHARE
    exact = Counter(d for d, p in zip(dates, precisions, strict=True) if d is not None and p == "second")
    common, n_common = exact.most_common(1)[0] if exact else (None, 0)
    is_shared = n_common >= MIN_SHARED and n_common >= SHARED_SHARE * len(dates)
    found = []
    for date in dates:
        names: list[str] = []
        if date is not None and date > now + AHEAD:
            names.append("date_ahead" if is_events else "date_future")
        if date is not None and date.year < OLDEST_YEAR:
            names.append("date_placeholder")
        if is_shared and date == common:
            names.append("date_shared")
        found.append(tuple(names))
    return found
