"""Polls the sources that are due: one site at a time per turn, many sites at once. Network and parser, no store."""

from __future__ import annotations

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from horizon.collect.fetch import Answer, Fetcher, Request
from horizon.collect.parse import ParseJob
from horizon.collect.parsed import ParsedFeed
from horizon.collect.polite import Site, site_of
from horizon.collect.sandbox import Sandbox
from horizon.collect.state import SourceState
from horizon.collect.validators import may_be_conditional
from horizon.config import CollectSettings
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
    feed: ParsedFeed | None = None  # when a new body was parsed
    quiet_until: datetime | None = None  # of the site


async def poll_all(
    due: Sequence[tuple[Source, SourceState]],
    settings: CollectSettings,
    clock: Clock,
    fetcher: Fetcher,
    sandbox: Sandbox,
    quiet: Mapping[str, datetime],
) -> AsyncIterator[Poll]:
    """Every due source's poll as it completes. quiet: sites that asked for silence, and until when."""
    results: asyncio.Queue[Poll] = asyncio.Queue(
        maxsize=4 * settings.concurrency
    )  # bounds the bodies held at once
    at_once = asyncio.Semaphore(settings.concurrency)
    by_site: dict[str, list[tuple[Source, SourceState]]] = defaultdict(list)
    for source, state in reversed(due):
        by_site[site_of(address_of(source, state))].append((source, state))

    async def serve(site: Site, waiting: list[tuple[Source, SourceState]]) -> None:
        while waiting:
            source, state = waiting.pop()
            if site.is_quiet(clock.now()):
                await results.put(_left_alone(source, state, clock.now(), site.quiet_until))
                continue
            async with site.turn(), at_once:
                poll = await poll_one(source, state, settings, clock, fetcher, sandbox)
            if poll.outcome == "rate_limited" and poll.answer is not None:
                # the limit is the site's, not the feed's: its other feeds wait as well
                site.hush(poll.at + timedelta(seconds=poll.answer.retry_after_s or settings.min_interval_s))
            await results.put(poll)

    tasks = []
    for name, waiting in by_site.items():
        site = Site(clock, concurrency=settings.host_concurrency, delay_s=settings.host_delay_s)
        if name in quiet:
            site.hush(quiet[name])
        for _ in range(min(settings.host_concurrency, len(waiting))):
            tasks.append(asyncio.create_task(serve(site, waiting)))
    try:
        for _ in range(len(due)):
            yield await _next(results, tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _next(results: asyncio.Queue[Poll], tasks: list[asyncio.Task[None]]) -> Poll:
    """The next result; an error in a task is raised here instead of being waited for in vain."""
    while True:
        try:
            return results.get_nowait()
        except asyncio.QueueEmpty:
            pass
        for task in tasks:
            if task.done() and not task.cancelled() and task.exception() is not None:
                raise task.exception() or RuntimeError("a poll failed")
        try:
            async with asyncio.timeout(1.0):
                return await results.get()
        except TimeoutError:
            continue


def _left_alone(source: Source, state: SourceState, now: datetime, until: datetime | None) -> Poll:
    return Poll(source=source, state=state, requested_at=now, at=now, answer=None, quiet_until=until)


async def poll_one(
    source: Source,
    state: SourceState,
    settings: CollectSettings,
    clock: Clock,
    fetcher: Fetcher,
    sandbox: Sandbox,
) -> Poll:
    """Ask one source and read what it says; failures are outcomes."""
    requested_at = clock.now()
    answer = await fetcher.get(request_of(source, state, requested_at), requested_at)
    at = clock.now()
    found = Poll(
        source=source,
        state=state,
        requested_at=requested_at,
        at=at,
        answer=answer,
        outcome=answer.outcome,
        reason=answer.reason,
    )
    if answer.outcome != "ok":
        return found
    body_hash = hashlib.sha256(answer.body).hexdigest()
    if body_hash == state.body_hash:
        return _replace(found, outcome="same_body", body_hash=body_hash)
    job = ParseJob(
        body=answer.body, url=answer.final_url, content_type=answer.headers.get("content-type"),
        time_zone=source.time_zone, language=source.language, max_entries=settings.max_entries,
    )  # fmt: skip
    feed = await sandbox.parse(job, settings.parse_timeout_s)
    return _replace(
        found, outcome=feed.outcome, reason=feed.reason or answer.reason, body_hash=body_hash, feed=feed
    )


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
