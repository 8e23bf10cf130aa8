"""Which date a document counts by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
BACKLOG_GRACE = timedelta(days=1)


def counted_at(
    published_at: datetime | None, first_seen_at: datetime, *, future_days: int
) -> tuple[datetime, str | None]:
    """(moment, defect): the published date where it is believable, else when it was first seen.

    A date further ahead of the fetch than `future_days`, or before 1990, is kept in published_at but not counted by.
    """
    if published_at is None:
        return first_seen_at, None
    if published_at > first_seen_at + timedelta(days=future_days):
        return first_seen_at, "date_future"
    if published_at < EARLIEST:
        return first_seen_at, "date_wild"
    return published_at, None


def is_backlog(counted: datetime, on_board_at: datetime | None) -> bool:
    """Whether it is older than the source's own first poll: history, not news."""
    return on_board_at is not None and counted < on_board_at - BACKLOG_GRACE
