"""Polls the sources that are due: one site at a time per turn, many sites at once. Network and parser, no store."""

from __future__ import annotations

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Protocol

from horizon.collect.adapters import cost_of
from horizon.collect.compare import compare, marks
from horizon.collect.crew import crew, next_of
from horizon.collect.door import Door
from horizon.collect.fetch import Answer, Fetcher, Request
from horizon.collect.gate import Gate
from horizon.collect.heard import after_answer
from horizon.collect.identity import fetch_id
from horizon.collect.parse import ParseJob
from horizon.collect.parsed import ParsedFeed
from horizon.collect.polite import Rules, Site, SiteMemory
from horizon.collect.sandbox import Sandbox
from horizon.collect.state import SourceState
from horizon.collect.turns import Asking
from horizon.collect.validators import may_be_conditional
from horizon.config import CollectSettings
from horizon.storage.bodies import pack
from horizon.types import Clock, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """One source as it was asked and what it answered; answer is None when its site had asked for quiet."""

    source: Source
    state: SourceState
    requested_at: datetime
    at: datetime  # when the answer was complete
    answer: Answer | None
    outcome: str = ""
    reason: str | None = None
    body_hash: str | None = None
    packed: bytes = b""  # the answer's body as it is kept on disk
    feed: ParsedFeed | None = None  # when a new body was parsed
    site: SiteMemory | None = None  # of its site, after this poll
    quiet_until: datetime | None = None  # of the site, when it was left alone
    page: int = 0  # of an older page: its number
    pages: tuple[Poll, ...] = ()  # older pages, fetched because items had been missed
    is_bridged: bool = False  # one of them met the last body again

    @property
    def fetch_id(self) -> str:
        """Name of the request."""
        return fetch_id(self.source.source_id, self.requested_at, self.page)


class Notes(Asking, Protocol):
    """Told of each answer too."""

    def note(self, poll: Poll) -> None: ...


async def poll_all(
    due: Sequence[tuple[Source, SourceState]],
    settings: CollectSettings,
    clock: Clock,
    fetcher: Fetcher,
    sandbox: Sandbox,
    sites: Mapping[str, SiteMemory],
    notes: Notes,
    gate: Gate,
) -> AsyncIterator[Poll]:
    """Every due source's poll as it completes. sites: what is remembered of sites asked before; gate: for web pages."""
    rules = Rules(settings)
    # bounds the bodies held at once
    results: asyncio.Queue[Poll] = asyncio.Queue(maxsize=settings.concurrency)
    at_once = asyncio.Semaphore(settings.concurrency)
    door = Door(settings, clock, fetcher, notes, gate, at_once)
    by_site: dict[str, list[tuple[Source, SourceState]]] = defaultdict(list)
    for source, state in reversed(due):
        by_site[rules.site_of(address_of(source, state))].append((source, state))

    async def ask(site: Site, source: Source, state: SourceState) -> Poll:
        is_page = source.kind == "page"
        if is_page:
            now = clock.now()
            closed = await door.closed(address_of(source, state), site)
            if closed is not None and closed.answer is None:
                return _left_alone(source, state, closed.at, closed.until or closed.at, closed.reason)
            if closed is not None and closed.answer is not None:
                return Poll(source=source, state=state, requested_at=now, at=closed.at, answer=closed.answer,
                            outcome=closed.answer.outcome, reason=closed.reason)  # fmt: skip
        cost = cost_of(source.kind, address_of(source, state))
        async with site.turn(at_once, cost=cost) as until:
            if until is not None:
                now = clock.now()
                return _left_alone(source, state, now, until, site.memory.why_quiet(now, cost))
            notes.asking(site.memory.site, clock.now())
            poll = await poll_one(
                source,
                state,
                settings,
                clock,
                fetcher,
                sandbox,
                notes,
                may_follow=door.may_follow if is_page else None,
            )
        site.memory = heard(site.memory, poll)
        return poll

    async def ask_page(site: Site, source: Source, url: str) -> Poll:
        return await ask(site, replace(source, url=url), _PAGE)

    async def serve(site: Site, waiting: list[tuple[Source, SourceState]]) -> None:
        while waiting:
            source, state = waiting.pop()
            poll = await ask(site, source, state)
            if is_window_missed(poll):
                poll = await _paged_back(poll, settings, rules, partial(ask_page, site, source))
            await results.put(replace(poll, site=site.memory))

    workers = []
    for name, waiting in by_site.items():
        manners = rules.manners(name)
        site = Site(clock, manners, sites.get(name) or SiteMemory(site=name))
        workers += [serve(site, waiting) for _ in range(min(manners.concurrency, len(waiting)))]
    async with crew(workers) as tasks:
        for _ in range(len(due)):
            yield await next_of(results, tasks)


_PAGE = SourceState(source_id="")  # a page is asked for without memory: no validators, no address of its own


def heard(memory: SiteMemory, poll: Poll) -> SiteMemory:
    """The site's memory after an answer. A limit is the site's, not the feed's: its other feeds wait as well, also when a
    good answer was the last of a budget."""
    if poll.answer is None:
        return memory
    return after_answer(memory, poll.answer, poll.at, outcome=poll.outcome, reason=poll.reason)


def is_window_missed(poll: Poll) -> bool:
    """Whether nothing of the last body was met again, so that items were probably lost in between."""
    if poll.feed is None or poll.outcome != "ok" or not poll.state.memory.recent:
        return False
    return compare(poll.state.memory.recent, marks_of(poll.feed)).is_window_missed


def marks_of(feed: ParsedFeed) -> tuple[str, ...]:
    """What is remembered of a feed's items."""
    return marks([(e.entry_key, e.title) for e in feed.entries])


async def _paged_back(
    poll: Poll, settings: CollectSettings, rules: Rules, ask: Callable[[str], Awaitable[Poll]]
) -> Poll:
    """The poll with older pages of the same site, until one holds an item of the last body or there are no more."""
    assert poll.answer is not None
    site, seen = rules.site_of(poll.answer.final_url), {poll.answer.final_url}
    pages: list[Poll] = []
    known = {mark.partition(":")[0] for mark in poll.state.memory.recent}
    feed = poll.feed
    while feed is not None and len(pages) < settings.max_pages:
        url = feed.hints.next_url
        if url is None or url in seen or rules.site_of(url) != site:
            break
        seen.add(url)
        page = await ask(url)
        if page.answer is None:
            break  # the site wants quiet
        pages.append(replace(page, source=poll.source, state=poll.state, page=len(pages) + 1))
        feed = page.feed if page.outcome == "ok" else None
        if feed is not None and any(m.partition(":")[0] in known for m in marks_of(feed)):
            return replace(poll, pages=tuple(pages), is_bridged=True)
    return replace(poll, pages=tuple(pages))


def _left_alone(source: Source, state: SourceState, now: datetime, until: datetime, why: str) -> Poll:
    return Poll(
        source=source, state=state, requested_at=now, at=now, answer=None, quiet_until=until,
        reason=f"until {until:%Y-%m-%d %H:%M} UTC: {why}",
    )  # fmt: skip


async def poll_one(
    source: Source,
    state: SourceState,
    settings: CollectSettings,
    clock: Clock,
    fetcher: Fetcher,
    sandbox: Sandbox,
    notes: Notes,
    *,
    may_follow: Callable[[str], Awaitable[tuple[str, str] | None]] | None = None,
) -> Poll:
    """Ask one source, note the answer, and read what it says; failures are outcomes."""
    requested_at = clock.now()
    request = replace(request_of(source, state, requested_at), may_follow=may_follow)
    answer = await fetcher.get(request, requested_at)
    found = Poll(source=source, state=state, requested_at=requested_at, at=clock.now(), answer=answer,
                 outcome=answer.outcome, reason=answer.reason,
                 packed=pack(answer.body) if answer.body else b"")  # fmt: skip
    notes.note(found)
    return await read_answer(found, settings, sandbox)


async def read_answer(poll: Poll, settings: CollectSettings, sandbox: Sandbox) -> Poll:
    """The poll with its body recognised as known, or parsed."""
    answer, source, state = poll.answer, poll.source, poll.state
    if answer is None or answer.outcome != "ok":
        return poll
    body_hash = hashlib.sha256(answer.body).hexdigest()
    if body_hash == state.body_hash:
        return _replace(poll, outcome="same_body", body_hash=body_hash)
    job = ParseJob(
        body=answer.body, url=answer.final_url, content_type=answer.headers.get("content-type"),
        time_zone=source.time_zone, language=source.language, max_entries=settings.max_entries,
        key_rule=state.memory.key_rule, kind=source.kind, rules=source.rules,
    )  # fmt: skip
    feed = await sandbox.parse(job, settings.parse_timeout_s)
    return _replace(
        poll, outcome=feed.outcome, reason=feed.reason or answer.reason, body_hash=body_hash, feed=feed
    )


async def read_left(
    polls: Sequence[Poll], settings: CollectSettings, sandbox: Sandbox, sites: dict[str, SiteMemory]
) -> list[Poll]:
    """Answers that an earlier run got and did not commit, read now. sites is brought up to date with them."""
    rules = Rules(settings)
    done = []
    for poll in polls:
        name = rules.site_of(address_of(poll.source, poll.state))
        read = await read_answer(poll, settings, sandbox)
        memory = heard(sites.get(name) or SiteMemory(site=name), read)
        sites[name] = memory
        done.append(replace(read, site=memory))
    return done


def request_of(source: Source, state: SourceState, now: datetime) -> Request:
    """What to ask a source for, given what is remembered of it."""
    url = address_of(source, state)
    is_known = state.memory.catalogue_url in (None, source.url) and may_be_conditional(state, now)
    return Request(
        url=url,
        etag=state.etag if is_known else None,
        last_modified=state.last_modified if is_known else None,
        validated_url=state.memory.validated_url,
    )


def address_of(source: Source, state: SourceState) -> str:
    """Where to ask: the proven new address, unless the catalogue was changed since."""
    is_same = state.memory.catalogue_url in (None, source.url)
    return state.resolved_url if state.resolved_url and is_same else source.url


def _replace(
    poll: Poll, *, outcome: str, body_hash: str, reason: str | None = None, feed: ParsedFeed | None = None
) -> Poll:
    return replace(poll, outcome=outcome, reason=reason, body_hash=body_hash, feed=feed)
