"""Polls -> rows of the raw tables and the new state of each source. Pure; typed Arrow tables at the end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

import pyarrow as pa

from horizon.collect.compare import compare, key_mark, marks
from horizon.collect.due import interval_s, next_poll_at
from horizon.collect.headers import fresh_for_s
from horizon.collect.health import health
from horizon.collect.identity import entry_hash
from horizon.collect.moves import moved
from horizon.collect.polite import SiteMemory
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
SITE_FIELDS = {
    "site": pa.string(), "last_asked_at": STAMP, "quiet_until": STAMP, "quiet_reason": pa.string(), "asked_on": pa.date32(),
    "n_asked": pa.int32(), "budget_limit": pa.int64(), "budget_left": pa.int64(), "budget_until": STAMP,
    "request_cost": pa.int64(),
}  # fmt: skip
HEALTH_FIELDS = {
    "source_id": pa.string(), "changed_at": STAMP, "health": pa.string(), "health_reason": pa.string(),
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
    """A poll's entries as rows, those of its older pages after its own, equal versions once, in the order of the feed."""
    found: dict[str, RawEntry] = {}
    for one in (poll, *poll.pages):
        for entry in _entries_of_one(one):
            found.setdefault(entry.entry_hash, entry)
    return list(found.values())


def _entries_of_one(poll: Poll) -> Iterator[RawEntry]:
    if poll.feed is None or poll.answer is None:
        return
    whole = tuple(d for d in (*poll.feed.defects, *poll.answer.defects))
    name = poll.fetch_id
    wild = date_defects(
        [e.published_at for e in poll.feed.entries], [e.date_precision for e in poll.feed.entries], poll.at
    )
    for position, e in enumerate(poll.feed.entries):
        # an id that changes with every fetch would make each of them an edit
        guid, url = (None, e.url) if "id_untrusted" in e.defects else (e.guid, e.url)
        if guid is None and e.entry_key.startswith("title:"):
            url = None
        version = entry_hash(
            source_id=poll.source.source_id, key=e.entry_key, guid=guid, url=url, title=e.title, summary=e.summary,
            content=e.content, published_raw=e.published_raw,
        )  # fmt: skip
        defects = tuple(dict.fromkeys((*e.defects, *wild[position], *whole)))
        yield RawEntry(
            entry_hash=version, source_id=poll.source.source_id, entry_key=e.entry_key, guid=e.guid, url=e.url, title=e.title,
            summary=e.summary, content=e.content, author=e.author, published_raw=e.published_raw,
            published_at=e.published_at, date_precision=e.date_precision, updated_at=e.updated_at,
            language=e.language or poll.source.language, tags=e.tags, defects=defects,
            extra=e.extra, fetched_at=poll.at, fetch_id=name, body_hash=poll.body_hash, position=position,
        )  # fmt: skip


def own_entries(poll: Poll, entries: Sequence[RawEntry]) -> list[RawEntry]:
    """Those that came with the poll itself, not with an older page."""
    name = poll.fetch_id
    return [e for e in entries if e.fetch_id == name]


def reissued(poll: Poll, entries: Sequence[RawEntry]) -> dict[str, str]:
    """Hash of the old key by new key, for items that kept their title and changed their id since the last body."""
    entries = own_entries(poll, entries)
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
    own = own_entries(poll, entries)
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
        skip_days=feed.hints.skip_days if feed else (),
        is_bridged=poll.is_bridged,
        marks=marks([(e.entry_key, e.title) for e in own]) if is_parsed else None,
        n_items=len(own),
        dates=tuple(e.published_at for e in own if e.published_at is not None),
        new_dates=tuple(e.published_at for e in fresh if e.published_at is not None),
        n_new_keys=len({e.entry_key for e in fresh}),
    )


def fetches_table(kept: Iterable[Kept]) -> pa.Table:
    """One row per request made; a site left alone was not asked."""
    asked = ((k, p) for k in kept for p in (k.poll, *k.poll.pages) if p.answer is not None)
    return typed_table(FETCH_FIELDS, [_fetch_row(k, p) for k, p in asked])


def _fetch_row(kept: Kept, poll: Poll) -> dict[str, Any]:
    answer = poll.answer
    assert answer is not None
    is_parsed = poll.feed is not None and poll.outcome == "ok"
    name = poll.fetch_id
    return {
        "fetch_id": name,
        "source_id": poll.source.source_id,
        "requested_url": answer.requested_url or address_of(poll.source, poll.state),
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
        "n_entries": sum(e.fetch_id == name for e in kept.entries) if is_parsed else None,
        "n_new_entries": sum(e.fetch_id == name for e in kept.new_entries) if is_parsed else None,
        "elapsed_s": answer.elapsed_s,
        "is_conditional": answer.is_conditional,
    }


def bodied(polls: Iterable[Poll]) -> Iterator[Poll]:
    """The polls, and older pages, that brought a body not had before."""
    for poll in polls:
        for one in (poll, *poll.pages):
            if one.body_hash and one.answer and one.outcome != "same_body":
                yield one


def bodies_table(kept: Iterable[Kept]) -> pa.Table:
    """One row per new body."""
    found: dict[str, tuple[int, datetime]] = {}
    for poll in bodied(k.poll for k in kept):
        assert poll.body_hash is not None and poll.answer is not None
        found.setdefault(poll.body_hash, (len(poll.answer.body), poll.at))
    return table_of_bodies(found)


def table_of_bodies(found: Mapping[str, tuple[int, datetime]]) -> pa.Table:
    """Rows of raw_body from sizes in bytes and moments, by hash."""
    named = {"body_hash": pa.string(), "n_bytes": pa.int64(), "first_fetched_at": STAMP}
    return typed_table(
        named, [{"body_hash": h, "n_bytes": n, "first_fetched_at": at} for h, (n, at) in found.items()]
    )


def sites_table(kept: Iterable[Kept]) -> pa.Table:
    """One row per site asked: the memory after its last request of the group."""
    latest: dict[str, SiteMemory] = {}
    for memory in (k.poll.site for k in kept if k.poll.site is not None):
        before = latest.get(memory.site)
        latest[memory.site] = memory if before is None else later_memory(before, memory)
    return table_of_sites(latest.values())


def table_of_sites(memories: Iterable[SiteMemory]) -> pa.Table:
    """Rows of core_site."""
    return typed_table(SITE_FIELDS, [{n: getattr(m, n) for n in SITE_FIELDS} for m in memories])


def later_memory(one: SiteMemory, other: SiteMemory) -> SiteMemory:
    """Of two memories of a site the one that knows more."""
    return max(one, other, key=lambda m: (m.last_asked_at or datetime.min.replace(tzinfo=UTC), m.n_asked))


def health_table(kept: Iterable[Kept]) -> pa.Table:
    """One row per change of health; the reason of a health that stays is only in the state."""
    changed = [k for k in kept if k.state.health != k.poll.state.health]
    return health_rows([(k.state, k.poll.at) for k in changed])


def health_rows(changes: Iterable[tuple[SourceState, datetime]]) -> pa.Table:
    """Rows of core_source_health."""
    rows = [
        {"source_id": s.source_id, "changed_at": at, "health": s.health, "health_reason": s.health_reason}
        for s, at in changes
    ]
    return typed_table(HEALTH_FIELDS, rows)


def withdrawals(kept: Kept, old_keys: Iterable[str]) -> list[dict[str, Any]]:
    """Rows of core_withdrawal: items that were taken out of the feed while older ones stayed. old_keys: of the source."""
    n_new = kept.state.memory.n_vanished - kept.poll.state.memory.n_vanished
    if n_new <= 0:
        return []
    by_mark = {key_mark(key): key for key in old_keys}
    gone = [by_mark[m] for m in kept.state.memory.vanished[:n_new] if m in by_mark]
    return [
        {"source_id": kept.poll.source.source_id, "entry_key": key, "seen_at": kept.poll.at} for key in gone
    ]


def states_table(kept: Iterable[Kept]) -> pa.Table:
    """One row per source of the group."""
    return table_of_states([k.state.row() for k in kept])


def table_of_states(states: Sequence[dict[str, Any]]) -> pa.Table:
    """Rows of core_source_state as a typed table."""
    return typed_table(STATE_FIELDS, states)


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
    columns = zip(*map(attrgetter(*fields), entries), strict=True) if entries else ((),) * len(fields)
    return pa.table(
        {n: pa.array(column, type=t) for (n, t), column in zip(fields.items(), columns, strict=True)}
    )


def typed_table(fields: dict[str, pa.DataType], items: Sequence[dict[str, Any]]) -> pa.Table:
    """Rows as a table whose columns keep their type when no row has a value."""
    return pa.table({n: pa.array([i.get(n) for i in items], type=t) for n, t in fields.items()})
