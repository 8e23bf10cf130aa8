"""From the address of a site to its feed: ask it, look at what the page names, ask that too. Network and parser, no store."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from horizon.collect.adapters import cost_of
from horizon.collect.fetch import Answer, Fetcher, Request
from horizon.collect.parse import ParseJob
from horizon.collect.parsed import ParsedFeed
from horizon.collect.polite import Rules, Site, SiteMemory
from horizon.collect.sandbox import Sandbox
from horizon.collect.sitelinks import LinksJob, Named, NamedFeeds
from horizon.collect.turns import Turns
from horizon.config import CollectSettings
from horizon.types import Clock

MAX_ASKED = 8  # of the addresses that a page names
ACCEPT = "text/html, application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.3"
UNREACHED = frozenset({"unreachable", "timeout"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFeed:
    """An address that answered with a feed; how: given (the address itself), head, header or link."""

    url: str
    how: str
    title: str | None
    n_entries: int
    is_comments: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """An address that a page names and that is no feed now."""

    url: str
    how: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What asking a site brought. is_reached is false when nothing is known, because it did not answer at all."""

    asked_url: str
    found: tuple[FoundFeed, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    is_reached: bool = True
    reason: str | None = None  # why nothing was found

    @property
    def best(self) -> FoundFeed | None:
        """The feed to read: the first that the page names, readers' comments last."""
        return self.found[0] if self.found else None


def discover(url: str, settings: CollectSettings, clock: Clock, *, kind: str = "feed") -> Discovery:
    """Ask an address for its feed, or for an answer of another kind. Every trouble is a reason, never an exception."""
    return asyncio.run(_discover(url, settings, clock, kind))


async def _discover(url: str, settings: CollectSettings, clock: Clock, kind: str) -> Discovery:
    async with Sandbox(1) as sandbox, Fetcher(settings) as fetcher:
        visitor = _Visitor(settings, clock, fetcher, sandbox)
        answer, feed = await visitor.ask(url, kind)
        if feed is not None and feed.outcome == "ok":
            return Discovery(asked_url=url, found=(_found(url, "given", answer, feed),))
        outcome = feed.outcome if feed is not None else answer.outcome
        reason = (feed.reason if feed is not None else answer.reason) or outcome.replace("_", " ")
        if feed is None or outcome != "not_a_feed" or kind != "feed":
            return Discovery(asked_url=url, is_reached=outcome not in UNREACHED, reason=reason)
        links = await visitor.links(answer)
        if links.outcome != "ok":
            return Discovery(asked_url=url, reason=f"{reason}; its links could not be read ({links.reason})")
        named = links.named
        if not named:
            return Discovery(asked_url=url, reason=f"{reason}; the page names no feed")
        found: list[FoundFeed] = []
        rejected: list[Rejected] = []
        for one in named[:MAX_ASKED]:
            its_answer, its_feed = await visitor.ask(one.url)
            if its_feed is not None and its_feed.outcome == "ok":
                told = _found(one.url, one.how, its_answer, its_feed, one)
                if told.url not in {f.url for f in found}:
                    found.append(told)
            else:
                why = (its_feed.reason if its_feed is not None else its_answer.reason) or its_answer.outcome
                rejected.append(Rejected(url=one.url, how=one.how, reason=why))
        rejected += [
            Rejected(url=o.url, how=o.how, reason=f"not asked: more than {MAX_ASKED} named")
            for o in named[MAX_ASKED:]
        ]
        return Discovery(
            asked_url=url, found=tuple(found), rejected=tuple(rejected),
            reason=None if found else f"{reason}; none of the addresses that it names is a feed",
        )  # fmt: skip


class _Visitor:
    """Asks a handful of addresses with the manners of a scan."""

    def __init__(self, settings: CollectSettings, clock: Clock, fetcher: Fetcher, sandbox: Sandbox) -> None:
        self._settings, self._clock, self._sandbox = settings, clock, sandbox
        self._turns = Turns(clock, fetcher)
        self._rules = Rules(settings)
        self._sites: dict[str, Site] = {}

    async def ask(self, url: str, kind: str = "feed") -> tuple[Answer, ParsedFeed | None]:
        """The answer, and what a parser sees in its body when there is one."""
        name = self._rules.site_of(url)
        site = self._sites.setdefault(
            name, Site(self._clock, self._rules.manners(name), SiteMemory(site=name))
        )
        cost = cost_of(kind, url)
        answer = await self._turns.ask(site, Request(url=url, accept=ACCEPT), cost=cost)
        if answer is None:
            why = site.memory.why_quiet(self._clock.now(), cost)
            answer = Answer(outcome="rate_limited", reason=f"not asked: {why}", final_url=url)
        if answer.outcome != "ok":
            return answer, None
        job = ParseJob(body=answer.body, url=answer.final_url, content_type=answer.headers.get("content-type"),
                       max_entries=self._settings.max_entries, kind=kind)  # fmt: skip
        return answer, await self._sandbox.parse(job, self._settings.parse_timeout_s)

    async def links(self, answer: Answer) -> NamedFeeds:
        """The feeds that a page names."""
        job = LinksJob(
            body=answer.body, url=answer.final_url, content_type=answer.headers.get("content-type"),
            link_header=answer.headers.get("link"),
        )  # fmt: skip
        return await self._sandbox.named_feeds(job, self._settings.parse_timeout_s)


def _found(url: str, how: str, answer: Answer, feed: ParsedFeed, named: Named | None = None) -> FoundFeed:
    is_moved = answer.permanent_url is not None and answer.permanent_url == answer.final_url
    return FoundFeed(
        url=answer.final_url if is_moved else url,
        how=how,
        title=feed.title or (named.title if named else None),
        n_entries=len(feed.entries),
        is_comments=named.is_comments if named else False,
    )
