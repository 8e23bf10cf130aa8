"""When to poll a source next: its own rhythm, the publisher's wishes, back-off after failures. Pure."""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta

from horizon.collect.state import SourceState, Visit
from horizon.config import CollectSettings
from horizon.types import Source

DEFAULT_INTERVAL_S = 3_600.0
UNCONDITIONAL_S = 3_600.0  # a server that can not say "not modified" sends the whole feed each time
JITTER = 0.1  # share of a wait by which the sources are spread, so that they do not come all at once
LONG_S = 43_200.0
MAX_BACKOFF_S = 2 * 86_400.0
RATE_LIMIT_S = 3_600.0
MAX_RATE_LIMIT_S = 6 * 3_600.0  # a rate limit is not a dead feed
BLOCKED_S = 6 * 3_600.0  # a page for humans: knocking harder makes it worse
GONE_S = 86_400.0
HURRY = timedelta(days=7)  # after items were lost
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
RETIRED_S = 7 * 86_400.0  # feeds come back; a retired one is still looked at now and then


def is_due(source: Source, state: SourceState | None, now: datetime) -> bool:
    """Whether to poll now: enabled, no archive, and its time has come (at once when never polled)."""
    if not source.is_enabled or source.kind == "archive":
        return False
    return state is None or state.next_poll_at is None or state.next_poll_at <= now


def interval_s(state: SourceState, settings: CollectSettings, now: datetime) -> float:
    """Seconds between polls of a source in good order: half its usual gap, not more often than the publisher wishes.

    Bounds of the settings hold, and never more than hourly where the server does not support conditional requests. A feed
    from which items were lost this week is polled as often as allowed.
    """
    memory = state.memory
    rhythm = memory.gap_s / 2 if memory.gap_s else DEFAULT_INTERVAL_S
    if memory.missed_at and now - datetime.fromisoformat(memory.missed_at) < HURRY:
        rhythm = min(rhythm, settings.min_interval_s)
    else:
        rhythm = max(rhythm, memory.ttl_s or 0.0, memory.fresh_for_s or 0.0)
    return max(min(rhythm, settings.max_interval_s), floor_s(state, settings, now))


def floor_s(state: SourceState, settings: CollectSettings, now: datetime) -> float:
    """Seconds that always lie between two polls of a source, whatever they brought."""
    return (
        settings.min_interval_s
        if is_conditional(state, now)
        else max(settings.min_interval_s, UNCONDITIONAL_S)
    )


def is_conditional(state: SourceState, now: datetime) -> bool:
    """Whether the server gives validators and is believed to honour them; not known is not yes."""
    if not (state.etag or state.last_modified) or state.supports_conditional is False:
        return False
    distrusted_at = state.memory.distrusted_at
    return not distrusted_at or now - datetime.fromisoformat(distrusted_at) >= timedelta(days=30)


def next_poll_at(state: SourceState, visit: Visit, settings: CollectSettings) -> datetime:
    """Earliest polite time for the next poll, given the state after the visit."""
    wait = _wait_s(state, visit, settings)
    if visit.retry_after_s:
        wait = max(wait, visit.retry_after_s)
    least = max(floor_s(state, settings, visit.at), visit.retry_after_s or 0.0)
    at = visit.at + timedelta(seconds=_spread(wait, least, f"{state.source_id} {visit.at.isoformat()}"))
    if not visit.is_success:
        return at
    return _outside(state.memory.skip_hours, state.memory.skip_days, at)


def _wait_s(state: SourceState, visit: Visit, settings: CollectSettings) -> float:
    if visit.is_success:
        return interval_s(state, settings, visit.at)
    if state.is_retired:
        return RETIRED_S
    n = max(0, state.n_failures - 1)
    if visit.outcome in ("gone", "refused", "robots_denied"):
        return GONE_S
    if visit.outcome == "rate_limited":
        return _doubled(RATE_LIMIT_S, n, MAX_RATE_LIMIT_S)
    if visit.outcome == "blocked":
        return _doubled(BLOCKED_S, n, MAX_BACKOFF_S)
    return _doubled(floor_s(state, settings, visit.at), n, MAX_BACKOFF_S)


def _spread(wait_s: float, least_s: float, seed: str) -> float:
    """A wait moved by up to a tenth, always alike for one seed: short ones later, long ones earlier (for daily runs)."""
    share = zlib.crc32(seed.encode()) / 2**32
    if wait_s < LONG_S:
        return wait_s * (1 + JITTER * share)
    return max(least_s, wait_s * (1 - JITTER * share))


def _doubled(first_s: float, n: int, most_s: float) -> float:
    return float(min(first_s * (1 << min(n, 20)), most_s))


def _outside(skip_hours: tuple[int, ...], skip_days: tuple[str, ...], at: datetime) -> datetime:
    """The first moment outside the hours and days (UTC) the publisher asks to skip; a feed that skips all skips none."""
    for _ in range(7 * 24):
        if at.hour not in skip_hours and DAYS[at.weekday()] not in skip_days:
            return at
        later = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        if len(set(skip_hours)) >= 24 or len(set(skip_days)) >= 7:
            return at
        at = later
    return at
