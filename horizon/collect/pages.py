"""Reads the pages that entries link to: robots.txt first, every hop with the manners of feeds. No store."""

from __future__ import annotations

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from horizon.collect.crew import crew, next_of
from horizon.collect.fetch import MAX_REDIRECTS, Answer, Fetcher, Request
from horizon.collect.gate import Gate, refusal
from horizon.collect.guard import AddressRefusedError, vet_url
from horizon.collect.identity import entry_hash, short_hash
from horizon.collect.page import PageJob, as_markup
from horizon.collect.polite import Rules, Site, SiteMemory
from horizon.collect.sandbox import Sandbox
from horizon.collect.turns import Asking, Turns
from horizon.config import CollectSettings
from horizon.types import Clock, RawEntry

ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
# what may be different next time; everything else is an answer for good
PASSING = ("timeout", "unreachable", "rate_limited", "server_error", "blocked", "robots_unknown")
KEPT = frozenset({"ok", "no_text", "other_page", "parse_failed", "parse_timeout"})  # whose body is kept
OUTCOMES = frozenset(PASSING) | KEPT | {
    "http_error", "gone", "refused", "too_large", "bad_encoding", "empty", "not_a_page", "reserved", "robots_denied",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """One page as it was asked for and what came of it. answer is None when it was not asked for."""

    entry: RawEntry  # the version that linked to it
    requested_at: datetime
    at: datetime
    answer: Answer | None
    outcome: str
    reason: str | None = None
    text: str | None = None  # of outcome ok

    @property
    def fetch_id(self) -> str:
        """Name of the request."""
        return short_hash("page", self.entry.entry_hash, self.requested_at.isoformat())

    @property
    def body(self) -> bytes | None:
        """What is kept of the answer."""
        return self.answer.body if self.answer is not None and self.outcome in KEPT else None

    @property
    def body_hash(self) -> str | None:
        """Name of the kept body."""
        return None if self.body is None else hashlib.sha256(self.body).hexdigest()

    def version(self) -> RawEntry | None:
        """The entry with the text of its page, known from now on; None when there is none."""
        if self.text is None:
            return None
        e, content = self.entry, as_markup(self.text)
        return replace(
            e,
            content=content,
            entry_hash=entry_hash(
                source_id=e.source_id, key=e.entry_key, guid=e.guid, url=e.url, title=e.title, summary=e.summary,
                content=content, published_raw=e.published_raw,
            ),
            fetched_at=max(self.at, e.fetched_at + timedelta(microseconds=1)),  # after what it adds to
            fetch_id=self.fetch_id, body_hash=self.body_hash,
            defects=(*e.defects, "text_from_page"),
        )  # fmt: skip


class PageNotes(Asking, Protocol):
    """Told of each answer too."""

    def note_page(self, read: PageRead) -> None: ...


class PageReader:
    """Pages of one run; what it learns of sites stands in `sites`."""

    def __init__(
        self, settings: CollectSettings, clock: Clock, fetcher: Fetcher, sandbox: Sandbox, notes: PageNotes, *,
        gate: Gate, sites: Mapping[str, SiteMemory],
    ) -> None:  # fmt: skip
        self._settings, self._clock, self._sandbox = settings, clock, sandbox
        self._notes, self._gate, self._rules, self._known_sites = notes, gate, Rules(settings), sites
        self.sites: dict[str, Site] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._turns = Turns(clock, fetcher, notes, asyncio.Semaphore(settings.concurrency))
        self._until = clock.now() + timedelta(seconds=settings.full_text_seconds)

    async def read_all(self, entries: Sequence[RawEntry]) -> AsyncIterator[PageRead]:
        """Every page as it is read; one that its site or the time does not allow now is left out."""
        by_site: dict[str, list[RawEntry]] = defaultdict(list)
        for entry in entries:
            by_site[self._rules.site_of(entry.url or "")].append(entry)
        results: asyncio.Queue[PageRead | None] = asyncio.Queue(maxsize=2 * self._settings.concurrency)

        async def serve(waiting: Sequence[RawEntry]) -> None:
            for entry in waiting:
                await results.put(await self._read(entry))

        async with crew(serve(waiting) for waiting in by_site.values()) as tasks:
            for _ in range(len(entries)):
                read = await next_of(results, tasks)
                if read is not None:
                    yield read

    async def _read(self, entry: RawEntry) -> PageRead | None:
        """One page; None when it has to wait for another run."""
        url, seen, started = entry.url or "", set[str](), self._clock.now()

        def ended(outcome: str, reason: str | None, answer: Answer | None = None) -> PageRead:
            return PageRead(
                entry=entry,
                requested_at=started,
                at=self._clock.now(),
                answer=answer,
                outcome=outcome,
                reason=reason,
            )

        while True:
            try:
                vet_url(url, self._settings.allow_hosts)
            except AddressRefusedError as exc:
                return ended("refused", str(exc))
            if url in seen or len(seen) > MAX_REDIRECTS:
                return ended(
                    "http_error",
                    "redirects in a circle" if url in seen else f"more than {MAX_REDIRECTS} redirects",
                )
            seen.add(url)
            verdict = await self._gate.verdict(url, self._ask)
            if verdict is None:
                return None
            if verdict.crawl_delay_s is not None:
                self._site(url).slow_down(verdict.crawl_delay_s)
            refused = refusal(verdict)
            if refused is not None:
                return ended(*refused)
            answer = await self._ask(Request(url=url, accept=ACCEPT, is_one_hop=True))
            if answer is None:
                return None
            if answer.outcome != "moved":
                found = ended(page_outcome(answer), answer.reason, answer)
                self._notes.note_page(found)
                return await self.extracted(found)
            url = answer.final_url

    async def extracted(self, read: PageRead) -> PageRead:
        """The page with its text, when the answer is one worth reading."""
        answer = read.answer
        if answer is None or read.outcome != "ok":
            return read
        if answer.headers.get("tdm-reservation", "").strip() == "1":
            return replace(read, outcome="reserved", reason="the site reserves text mining (tdm-reservation)")
        e = read.entry
        job = PageJob(
            body=answer.body, url=answer.final_url, content_type=answer.headers.get("content-type"), title=e.title,
            n_chars=max(len(e.content or ""), len(e.summary or "")),
        )  # fmt: skip
        found = await self._sandbox.read_page(job, self._settings.parse_timeout_s)
        return replace(read, outcome=found.outcome, reason=found.reason, text=found.text)

    async def _ask(self, request: Request) -> Answer | None:
        """One request in the turn of its site; None when the site wants quiet or the time is up."""
        site = self._site(request.url)
        name = site.memory.site
        async with self._locks[name]:  # pages of one site are asked for one after the other
            last, now = site.memory.last_asked_at, self._clock.now()
            if now > self._until or (
                last is not None and last + timedelta(seconds=site.delay_s) > self._until
            ):
                return None
            return await self._turns.ask(site, request)

    def _site(self, url: str) -> Site:
        name = self._rules.site_of(url)
        site = self.sites.get(name)
        if site is None:
            memory = self._known_sites.get(name) or SiteMemory(site=name)
            site = self.sites[name] = Site(self._clock, self._rules.manners(name), memory)
        return site


def page_outcome(answer: Answer) -> str:
    """The outcome of a request for a page; a server's own trouble passes, a refusal does not."""
    is_server = answer.outcome == "http_error" and (answer.http_status or 0) >= 500
    return "server_error" if is_server else answer.outcome
