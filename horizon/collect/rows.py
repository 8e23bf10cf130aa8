"""Polls -> rows of the raw tables and the new state of each source. Pure; typed Arrow tables at the end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from horizon.collect.compare import compare, key_mark, marks
from horizon.collect.due import interval_s, next_poll_at
from horizon.collect.headers import fresh_for_s
from horizon.collect.health import health
from horizon.collect.identity import entry_hash, fetch_id
from horizon.collect.moves import moved
from horizon.collect.poll import Poll, address_of
from horizon.collect.state import SourceState, Visit, after
from horizon.collect.validators import checked
from horizon.collect.wild import date_defects
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
    state: SourceState


def entries_of(poll: Poll) -> list[RawEntry]:
    """A poll's entries as rows, equal versions within one body once, in the order of the feed."""
    if poll.feed is None or poll.answer is None:
        return []
    whole = tuple(d for d in (*poll.feed.defects, *poll.answer.defects))
    name = fetch_id(poll.source.source_id, poll.requested_at)
    found: dict[str, RawEntry] = {}
    wild = date_defects(
        [e.published_at for e in poll.feed.entries], [e.date_precision for e in poll.feed.entries], poll.at
    )
    for position, e in enumerate(poll.feed.entries):
        version = entry_hash(
            source_id=poll.source.source_id, key=e.entry_key, guid=e.guid, url=e.url, title=e.title, summary=e.summary,
            content=e.content, published_raw=e.published_raw,
        )  # fmt: skip
        if version in found:
            continue
        defects = tuple(dict.fromkeys((*e.defects, *wild[position], *whole)))
        found[version] = RawEntry(
            entry_hash=version, source_id=poll.source.source_id, entry_key=e.entry_key, guid=e.guid, url=e.url, title=e.title,
            summary=e.summary, content=e.content, author=e.author, published_raw=e.published_raw,
            published_at=e.published_at, date_precision=e.date_precision, updated_at=e.updated_at,
            language=e.language or poll.source.language, tags=e.tags, defects=defects,
            extra=e.extra, fetched_at=poll.at, fetch_id=name, body_hash=poll.body_hash, position=position,
        )  # fmt: skip
    return list(found.values())


def reissued(poll: Poll, entries: Sequence[RawEntry]) -> dict[str, str]:
    """Hash of the old key by new key, for items that kept their title and changed their id since the last body."""
    if not entries or not poll.state.memory.recent:
        return {}
    found = compare(poll.state.memory.recent, marks([(e.entry_key, e.title) for e in entries]))
    return {entries[position].entry_key: old for position, old in found.reissued}


def with_aliases(entries: list[RawEntry], renamed: dict[str, str], old_keys: Iterable[str]) -> list[RawEntry]:
    """Entries with `alias_of` (the key an item had before) in extra, and the defect id_reissued.

    renamed: hash of the old key by new key; old_keys: the source's known keys, among which the old ones are.
    """
    by_mark = {key_mark(key): key for key in old_keys}
    return [
        _renamed(e, by_mark[renamed[e.entry_key]]) if by_mark.get(renamed.get(e.entry_key, "")) else e
        for e in entries
    ]


def _renamed(entry: RawEntry, old_key: str) -> RawEntry:
    extra = {**json.loads(entry.extra or "{}"), "alias_of": old_key}
    return replace(
        entry,
        extra=json.dumps(extra, sort_keys=True, ensure_ascii=False),
        defects=(*entry.defects, "id_reissued"),
    )


def keep(poll: Poll, entries: list[RawEntry], known: Known, settings: CollectSettings) -> Kept:
    """Decide what of a poll is new and what the source's state becomes."""
    source_id = poll.source.source_id
    new = [e for e in entries if (source_id, e.entry_hash) not in known.hashes]
    if poll.answer is None:
        return Kept(poll, [], [], left_alone(poll))
    visit = visit_of(poll, entries, known)
    state = next_state(poll, visit, settings)
    judged, reason = health(state, poll.at)
    return Kept(poll, entries, new, replace(state, health=judged, health_reason=reason))


def next_state(poll: Poll, visit: Visit, settings: CollectSettings) -> SourceState:
    """The state after a visit: memory, validators, address, quiet of the site, schedule."""
    before = poll.state
    url = address_of(poll.source, before)
    if before.memory.catalogue_url not in (None, poll.source.url):
        # the catalogue names another address now: what was learned of the old one does not hold
        before = replace(
            before, resolved_url=None, etag=None, last_modified=None, is_retired=False, n_failures=0
        )
    state = checked(before, after(before, visit), visit)
    state = moved(state, visit, url, is_same_feed=is_same_feed(before, visit))
    memory = replace(state.memory, catalogue_url=poll.source.url)
    if visit.outcome == "rate_limited":
        wait = visit.retry_after_s or settings.min_interval_s
        memory = replace(memory, site_quiet_until=(visit.at + timedelta(seconds=wait)).isoformat())
    state = replace(state, memory=memory)
    return replace(
        state,
        next_poll_at=next_poll_at(state, visit, settings),
        poll_interval_s=interval_s(state, settings, visit.at),
    )


def is_same_feed(before: SourceState, visit: Visit) -> bool:
    """Whether a visit met items of the last body again; true also when there is nothing to compare."""
    if visit.marks is None or not before.memory.recent:
        return True
    found = compare(before.memory.recent, visit.marks)
    return bool(found.n_common or found.reissued)


def left_alone(poll: Poll) -> SourceState:
    """A source whose site asked for quiet comes back when the site may be asked again."""
    return replace(poll.state, next_poll_at=poll.quiet_until or poll.state.next_poll_at)


def visit_of(poll: Poll, entries: Sequence[RawEntry], known: Known) -> Visit:
    """The part of a poll that a source's state cares about."""
    answer, feed = poll.answer, poll.feed
    assert answer is not None
    is_parsed = feed is not None and poll.outcome == "ok"
    fresh = [e for e in entries if (e.source_id, e.entry_key) not in known.keys]
    return Visit(
        at=poll.at,
        outcome=poll.outcome,
        reason=poll.reason,
        http_status=answer.http_status,
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
        marks=marks([(e.entry_key, e.title) for e in entries]) if is_parsed else None,
        n_items=len(entries),
        dates=tuple(e.published_at for e in entries if e.published_at is not None),
        new_dates=tuple(e.published_at for e in fresh if e.published_at is not None),
        n_new_keys=len({e.entry_key for e in fresh}),
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
        "requested_url": address_of(poll.source, poll.state),
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
    return table_of_states([k.state.row() for k in kept])


def table_of_states(states: Sequence[dict[str, Any]]) -> pa.Table:
    """Rows of core_source_state as a typed table."""
    return _table(STATE_FIELDS, states)


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
