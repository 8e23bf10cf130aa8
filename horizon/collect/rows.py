"""Polls -> rows of the raw tables and the new state of each source. Pure; typed Arrow tables at the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from horizon.collect.due import interval_s, next_poll_at
from horizon.collect.headers import fresh_for_s
from horizon.collect.health import health
from horizon.collect.identity import entry_hash, fetch_id, short_hash
from horizon.collect.poll import Poll
from horizon.collect.state import SourceState, Visit, after
from horizon.config import CollectSettings
from horizon.types import RawEntry

STAMP = pa.timestamp("us", tz="UTC")
FETCH_FIELDS = {
    "fetch_id": pa.string(), "source_id": pa.string(), "requested_url": pa.string(), "final_url": pa.string(),
    "requested_at": STAMP, "outcome": pa.string(), "http_status": pa.int32(), "reason": pa.string(), "body_hash": pa.string(),
    "n_bytes": pa.int64(), "etag": pa.string(), "last_modified": pa.string(), "content_type": pa.string(),
    "retry_after_s": pa.float64(), "n_entries": pa.int32(), "n_new_entries": pa.int32(), "elapsed_s": pa.float64(),
    "is_conditional": pa.bool_(),
}  # fmt: skip
STATE_FIELDS = {
    "source_id": pa.string(), "on_board_at": STAMP, "resolved_url": pa.string(), "etag": pa.string(),
    "last_modified": pa.string(), "body_hash": pa.string(), "last_fetched_at": STAMP, "last_success_at": STAMP,
    "last_new_entry_at": STAMP, "n_failures": pa.int32(), "next_poll_at": STAMP, "poll_interval_s": pa.float64(),
    "supports_conditional": pa.bool_(), "health": pa.string(), "health_reason": pa.string(), "is_retired": pa.bool_(),
    "extra": pa.string(),
}  # fmt: skip
ENTRY_STAMPS = {"published_at", "updated_at", "fetched_at"}
ENTRY_LISTS = {"tags", "defects"}


@dataclass(frozen=True, slots=True)
class Known:
    """What the store holds already of a group's entries: (source_id, hash) and (source_id, key)."""

    hashes: set[tuple[str, str]]
    keys: set[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Kept:
    """One poll with everything that is written about it."""

    poll: Poll
    entries: list[RawEntry]
    new_entries: list[RawEntry]  # versions not kept before
    n_new_keys: int  # items never seen before
    state: SourceState


def entries_of(poll: Poll) -> list[RawEntry]:
    """A poll's entries as rows, equal versions within one body once, in the order of the feed."""
    if poll.feed is None or poll.answer is None:
        return []
    whole = tuple(d for d in (*poll.feed.defects, *poll.answer.defects))
    name = fetch_id(poll.source.source_id, poll.requested_at)
    found: dict[str, RawEntry] = {}
    for position, e in enumerate(poll.feed.entries):
        version = entry_hash(
            source_id=poll.source.source_id, key=e.entry_key, guid=e.guid, url=e.url, title=e.title, summary=e.summary,
            content=e.content, published_raw=e.published_raw,
        )  # fmt: skip
        if version in found:
            continue
        found[version] = RawEntry(
            entry_hash=version, source_id=poll.source.source_id, entry_key=e.entry_key, guid=e.guid, url=e.url, title=e.title,
            summary=e.summary, content=e.content, author=e.author, published_raw=e.published_raw,
            published_at=e.published_at, date_precision=e.date_precision, updated_at=e.updated_at,
            language=e.language or poll.source.language, tags=e.tags, defects=tuple(dict.fromkeys((*e.defects, *whole))),
            extra=e.extra, fetched_at=poll.at, fetch_id=name, body_hash=poll.body_hash, position=position,
        )  # fmt: skip
    return list(found.values())


def keep(poll: Poll, entries: list[RawEntry], known: Known, settings: CollectSettings) -> Kept:
    """Decide what of a poll is new and what the source's state becomes."""
    source_id = poll.source.source_id
    new = [e for e in entries if (source_id, e.entry_hash) not in known.hashes]
    n_new_keys = len({e.entry_key for e in entries if (source_id, e.entry_key) not in known.keys})
    if poll.answer is None:
        return Kept(poll, [], [], 0, left_alone(poll))
    visit = visit_of(poll, entries, n_new_keys)
    state = after(poll.state, visit)
    until = poll.at + timedelta(seconds=visit.retry_after_s) if visit.retry_after_s else None
    if poll.outcome == "rate_limited" and until:
        state = replace(state, memory=replace(state.memory, site_quiet_until=until.isoformat()))
    state = replace(
        state, next_poll_at=next_poll_at(state, visit, settings), poll_interval_s=interval_s(state, settings)
    )
    judged, reason = health(state, poll.at)
    return Kept(poll, entries, new, n_new_keys, replace(state, health=judged, health_reason=reason))


def left_alone(poll: Poll) -> SourceState:
    """A source whose site asked for quiet comes back when the site may be asked again."""
    return replace(poll.state, next_poll_at=poll.quiet_until or poll.state.next_poll_at)


def visit_of(poll: Poll, entries: Sequence[RawEntry], n_new_keys: int) -> Visit:
    """The part of a poll that a source's state cares about."""
    answer, feed = poll.answer, poll.feed
    assert answer is not None
    is_parsed = feed is not None and poll.outcome == "ok"
    return Visit(
        at=poll.at,
        outcome=poll.outcome,
        reason=poll.reason,
        final_url=answer.final_url,
        permanent_url=answer.permanent_url,
        is_conditional=answer.is_conditional,
        etag=answer.etag,
        last_modified=answer.last_modified,
        body_hash=poll.body_hash,
        retry_after_s=answer.retry_after_s,
        fresh_for_s=fresh_for_s(answer.headers, poll.at),
        ttl_s=feed.hints.ttl_s if feed else None,
        skip_hours=feed.hints.skip_hours if feed else (),
        keys=tuple(short_hash(e.entry_key)[:12] for e in entries) if is_parsed else None,
        dates=tuple(e.published_at for e in entries if e.published_at is not None),
        n_new_keys=n_new_keys,
    )


def fetches_table(kept: Iterable[Kept]) -> pa.Table:
    """One row per request made; a site left alone was not asked."""
    return _table(FETCH_FIELDS, [_fetch_row(k) for k in kept if k.poll.answer is not None])


def _fetch_row(kept: Kept) -> dict[str, Any]:
    poll, answer = kept.poll, kept.poll.answer
    assert answer is not None
    is_parsed = poll.feed is not None and poll.outcome == "ok"
    return {
        "fetch_id": fetch_id(poll.source.source_id, poll.requested_at),
        "source_id": poll.source.source_id,
        "requested_url": poll.state.resolved_url or poll.source.url,
        "final_url": answer.final_url,
        "requested_at": poll.requested_at,
        "outcome": poll.outcome,
        "http_status": answer.http_status,
        "reason": poll.reason,
        "body_hash": poll.body_hash,
        "n_bytes": len(answer.body) if answer.body else None,
        "etag": answer.etag,
        "last_modified": answer.last_modified,
        "content_type": answer.headers.get("content-type"),
        "retry_after_s": answer.retry_after_s,
        "n_entries": len(kept.entries) if is_parsed else None,
        "n_new_entries": len(kept.new_entries) if is_parsed else None,
        "elapsed_s": answer.elapsed_s,
        "is_conditional": answer.is_conditional,
    }


def bodies_table(kept: Iterable[Kept]) -> pa.Table:
    """One row per new body."""
    found: dict[str, tuple[int, datetime]] = {}
    for item in kept:
        poll = item.poll
        if poll.body_hash and poll.answer and poll.outcome != "same_body":
            found.setdefault(poll.body_hash, (len(poll.answer.body), poll.at))
    named = {"body_hash": pa.string(), "n_bytes": pa.int64(), "first_fetched_at": STAMP}
    return _table(
        named, [{"body_hash": h, "n_bytes": n, "first_fetched_at": at} for h, (n, at) in found.items()]
    )


def states_table(kept: Iterable[Kept]) -> pa.Table:
    """One row per source of the group."""
    return _table(STATE_FIELDS, [k.state.row() for k in kept])


def entries_table(entries: Sequence[RawEntry]) -> pa.Table:
    """Typed columns, so that a column without a value keeps its type; (n_entries,) rows."""
    fields = {
        name: STAMP
        if name in ENTRY_STAMPS
        else pa.list_(pa.string())
        if name in ENTRY_LISTS
        else pa.int32()
        if name == "position"
        else pa.string()
        for name in RawEntry.__dataclass_fields__
    }
    return pa.table({n: pa.array([getattr(e, n) for e in entries], type=t) for n, t in fields.items()})


def _table(fields: dict[str, pa.DataType], items: Sequence[dict[str, Any]]) -> pa.Table:
    return pa.table({n: pa.array([i.get(n) for i in items], type=t) for n, t in fields.items()})
