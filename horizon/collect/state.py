"""What is remembered of a source between polls (core_source_state), and how one visit changes it. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from horizon.collect.compare import compare

SUCCESSES = frozenset({"ok", "not_modified", "same_body"})
MIN_CHANGED, BAD_BODIES = 3, 3
OUTCOMES = SUCCESSES | {
    "http_error", "gone", "rate_limited", "blocked", "timeout", "unreachable", "refused", "too_large", "bad_encoding",
    "not_a_feed", "empty", "parse_failed", "parse_timeout", "robots_denied", "robots_unknown",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """The part of a state that is kept as a JSON object in `extra`."""

    last_outcome: str | None = None
    last_reason: str | None = None
    failing_since: str | None = None
    validated_url: str | None = None  # whose answer carried the validators
    n_conditional: int = 0  # polls answered "not modified" since the last body
    unmodified_at: str | None = None  # last such answer
    validators_distrusted: str | None = None  # why, when they proved wrong
    distrusted_at: str | None = None
    gap_s: float | None = None  # usual time between two items
    newest_at: str | None = None  # of the items' own dates
    n_entries: int | None = None  # in the last body
    recent: tuple[str, ...] = ()  # marks of the last body's items, see compare.py
    ttl_s: float | None = None
    fresh_for_s: float | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[str, ...] = ()
    move_to: str | None = None  # a permanent redirect under proof
    move_since: str | None = None
    n_move_seen: int = 0
    n_gone: int = 0
    gone_since: str | None = None
    n_missed_windows: int = 0
    missed_at: str | None = None
    n_paged_back: int = 0  # of the missed windows, those made good from older pages
    n_ids_kept: int = 0  # items met again under the same key, and under a new one: how far ids can be trusted
    n_ids_changed: int = 0
    n_bad_bodies: int = 0  # bodies in a row in which most items had a new key
    key_rule: str | None = None  # learned: "url" or "title" names the items of this feed, see parse.finish
    n_vanished: int = 0  # items withdrawn while older ones stayed
    vanished: tuple[str, ...] = ()  # marks of the last ones
    catalogue_url: str | None = None  # of the catalogue when last polled; a new one starts afresh


_UNSET = {f.name: f.default for f in fields(Memory)}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """One row of core_source_state."""

    source_id: str
    on_board_at: datetime | None = None
    resolved_url: str | None = None  # where the feed has provably moved
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    last_fetched_at: datetime | None = None
    last_success_at: datetime | None = None
    last_new_entry_at: datetime | None = None
    n_failures: int = 0
    next_poll_at: datetime | None = None
    poll_interval_s: float | None = None
    supports_conditional: bool | None = None
    health: str | None = None
    health_reason: str | None = None
    is_retired: bool = False
    memory: Memory = field(default_factory=Memory)

    def row(self) -> dict[str, Any]:
        """As a row of the table; unset memories are left out."""
        values = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "memory"}
        memory = ((name, getattr(self.memory, name)) for name in _UNSET)
        kept = {name: value for name, value in memory if value != _UNSET[name]}
        return {**values, "extra": json.dumps(kept, sort_keys=True, ensure_ascii=False)}


def from_row(row: Mapping[str, Any]) -> SourceState:
    """The inverse of SourceState.row; memories of other versions are ignored."""
    known = {f.name for f in fields(Memory)}
    extra = json.loads(row.get("extra") or "{}")
    kept: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in extra.items() if k in known}
    names = [f.name for f in fields(SourceState) if f.name != "memory"]
    values = {n: row[n] for n in names if row.get(n) is not None}
    return SourceState(**values, memory=Memory(**kept))


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one poll of one source brought, as far as its state is concerned."""

    at: datetime
    outcome: str
    reason: str | None = None
    http_status: int | None = None
    final_url: str = ""
    permanent_url: str | None = None
    is_conditional: bool = False
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    retry_after_s: float | None = None
    fresh_for_s: float | None = None
    ttl_s: float | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[str, ...] = ()
    is_bridged: bool = False  # older pages were fetched until they met the last body
    marks: tuple[str, ...] | None = None  # of the items in the body; None when no body was parsed
    n_items: int = 0
    dates: tuple[datetime, ...] = ()
    new_dates: tuple[datetime, ...] = ()  # of items never seen before
    n_new_keys: int = 0

    @property
    def is_success(self) -> bool:
        return self.outcome in SUCCESSES


def after(state: SourceState, visit: Visit) -> SourceState:
    """The state after a visit, but for schedule and health, which are decided on the result."""
    memory = replace(state.memory, last_outcome=visit.outcome, last_reason=visit.reason)
    if not visit.is_success:
        since = memory.failing_since or visit.at.isoformat()
        return replace(
            state,
            last_fetched_at=visit.at,
            n_failures=state.n_failures + 1,
            memory=replace(memory, failing_since=since),
        )
    memory = replace(
        memory,
        failing_since=None,
        fresh_for_s=visit.fresh_for_s,
        n_gone=0,
        gone_since=None,
    )
    state = replace(
        state,
        on_board_at=state.on_board_at or visit.at,
        last_fetched_at=visit.at,
        last_success_at=visit.at,
        last_new_entry_at=visit.at if visit.n_new_keys else state.last_new_entry_at,
        n_failures=0,
        is_retired=False,
        memory=memory,
    )
    return _with_body(state, visit) if visit.body_hash else state


def _with_body(state: SourceState, visit: Visit) -> SourceState:
    memory = replace(state.memory, validated_url=visit.final_url)
    if visit.marks is not None:
        newest = max((d for d in visit.dates if d <= visit.at), default=None)
        memory = replace(
            _compared(memory, visit),
            recent=visit.marks,
            n_entries=visit.n_items,
            gap_s=usual_gap_s(visit.dates, visit.at) or memory.gap_s,
            newest_at=newest.isoformat() if newest else memory.newest_at,
            ttl_s=visit.ttl_s,
            skip_hours=visit.skip_hours,
            skip_days=visit.skip_days,
        )
    return replace(
        state, body_hash=visit.body_hash, etag=visit.etag, last_modified=visit.last_modified, memory=memory
    )


def _compared(memory: Memory, visit: Visit) -> Memory:
    """What the last two bodies together say: ids kept and changed, items withdrawn or missed."""
    if not memory.recent or visit.marks is None:
        return memory
    found = compare(memory.recent, visit.marks)
    if found.is_window_missed:
        if visit.is_bridged:
            return replace(memory, n_paged_back=memory.n_paged_back + 1)
        return replace(memory, n_missed_windows=memory.n_missed_windows + 1, missed_at=visit.at.isoformat())
    memory = replace(
        memory,
        n_ids_kept=memory.n_ids_kept + found.n_common,
        n_ids_changed=memory.n_ids_changed + len(found.reissued),
        n_vanished=memory.n_vanished + len(found.vanished),
        vanished=(*found.vanished, *memory.vanished)[:50],
    )
    return _learned(memory, n_kept=found.n_common, n_changed=len(found.reissued))


def _learned(memory: Memory, *, n_kept: int, n_changed: int) -> Memory:
    """Trust in ids: a feed that renames most of its items three times in a row is known by its links from then on, and by
    titles when those change as well. One mass renaming, as of a new publishing system, changes nothing."""
    if n_changed < MIN_CHANGED or n_changed < n_kept:
        return replace(memory, n_bad_bodies=0)
    if memory.n_bad_bodies + 1 < BAD_BODIES:
        return replace(memory, n_bad_bodies=memory.n_bad_bodies + 1)
    # the change of rule itself renames every item once more, which is not held against the new rule
    return replace(memory, n_bad_bodies=-1, key_rule="title" if memory.key_rule else "url")


def usual_gap_s(dates: Sequence[datetime], now: datetime, *, n_latest: int = 30) -> float | None:
    """Median seconds between neighbouring items among the latest; None with fewer than three past dates."""
    past = sorted((d for d in set(dates) if d <= now), reverse=True)[:n_latest]
    gaps = sorted((a - b).total_seconds() for a, b in pairwise(past))
    return gaps[len(gaps) // 2] if len(gaps) >= 2 else None
