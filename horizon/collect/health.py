"""How a source does, judged against its own rhythm: healthy, quiet, stale, failing, blocked or gone, with the reason. Pure.

Silence is a state of its own: an answer of 200 with nothing new for far longer than usual is not the same as all is well,
and not the same as a failure either.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from horizon.collect.state import SourceState

QUIET_GAPS, QUIET_AT_LEAST = 4.0, timedelta(days=3)
STALE_GAPS, STALE_AT_LEAST = 12.0, timedelta(days=21)
UNKNOWN_GAP = timedelta(days=7)
PATIENCE = timedelta(days=2)  # one failed poll is no failure of a source that answered a moment ago


def health(state: SourceState, now: datetime) -> tuple[str, str]:
    """(health, reason) of a source after its last visit."""
    memory = state.memory
    outcome, reason = memory.last_outcome or "ok", memory.last_reason or ""
    if state.is_retired:
        return "gone", f"{reason or 'removed by the publisher'}; confirmed by a second look"
    if state.n_failures:
        return _failing(state, outcome, reason, now)
    return _silence(state, now)


def _failing(state: SourceState, outcome: str, reason: str, now: datetime) -> tuple[str, str]:
    told = f"{outcome.replace('_', ' ')}: {reason}" if reason else outcome.replace("_", " ")
    if outcome == "gone":
        return "gone", told
    if outcome == "blocked":
        return "blocked", reason or "the site asks for a human"
    recent = state.last_success_at is not None and now - state.last_success_at < PATIENCE
    if recent and (state.n_failures < 3 or outcome == "rate_limited"):
        return "healthy", f"last poll failed ({told})"
    times = f", {state.n_failures} polls in a row" if state.n_failures > 1 else ""
    return "failing", f"{told}{times}"


def _silence(state: SourceState, now: datetime) -> tuple[str, str]:
    memory = state.memory
    if memory.n_entries == 0 and state.last_new_entry_at is not None:
        return "stale", "the feed is empty, though it had items before"
    since = _last_sign(state)
    if since is None:
        return "quiet", "no item yet"
    gap = timedelta(seconds=memory.gap_s) if memory.gap_s else UNKNOWN_GAP
    silence = now - since
    usual = (
        f"nothing new for {_span(silence)}, usual gap {_span(gap)}"
        if memory.gap_s
        else f"nothing new for {_span(silence)}"
    )
    if silence > max(gap * STALE_GAPS, STALE_AT_LEAST):
        return "stale", usual
    if silence > max(gap * QUIET_GAPS, QUIET_AT_LEAST):
        return "quiet", usual
    return "healthy", ""


def _last_sign(state: SourceState) -> datetime | None:
    """The newest item's own date; when we first saw something new, for feeds without dates."""
    if state.memory.newest_at:
        return datetime.fromisoformat(state.memory.newest_at)
    return state.last_new_entry_at


def _span(length: timedelta) -> str:
    hours = length.total_seconds() / 3600
    return (
        f"{hours / 24:.0f} days"
        if hours >= 48
        else f"{hours:.0f} hours"
        if hours >= 2
        else f"{hours * 60:.0f} minutes"
    )
