"""The door of a list page: its robots.txt is asked before the page, and before every redirect is followed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from horizon.collect.fetch import Answer, Fetcher, Request
from horizon.collect.gate import Gate, refusal
from horizon.collect.guard import AddressRefusedError, vet_url
from horizon.collect.polite import Site
from horizon.collect.turns import Asking, Turns
from horizon.config import CollectSettings
from horizon.types import Clock

MAX_CRAWL_DELAY_S = (
    30.0  # a list page is asked for hourly at most: this is the pause between its robots.txt and itself
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """Why a page is not asked for now: an answer that stands for it, or (answer None) quiet of its site until a moment."""

    at: datetime
    reason: str
    answer: Answer | None = None
    until: datetime | None = None


class Door:
    """Asks the gate with the manners of a run of polls."""

    def __init__(
        self, settings: CollectSettings, clock: Clock, fetcher: Fetcher, notes: Asking, gate: Gate, at_once: asyncio.Semaphore
    ) -> None:  # fmt: skip
        self._allow_hosts, self._clock, self._fetcher = settings.allow_hosts, clock, fetcher
        self._gate, self._turns = gate, Turns(clock, fetcher, notes, at_once)

    async def closed(self, url: str, site: Site) -> Closed | None:
        """Why a page may not be asked for now; None when it may."""

        async def in_turn(request: Request) -> Answer | None:
            return await self._turns.ask(site, request)

        try:
            vet_url(url, self._allow_hosts)
        except AddressRefusedError:
            return None  # the fetcher says so
        verdict = await self._gate.verdict(url, in_turn)
        now = self._clock.now()
        if verdict is None:
            return Closed(at=now, until=site.quiet_until(now) or now, reason=site.memory.why_quiet(now))
        if verdict.crawl_delay_s is not None:
            site.slow_down(min(verdict.crawl_delay_s, MAX_CRAWL_DELAY_S))
        refused = refusal(verdict)
        if refused is None:
            return None
        outcome, reason = refused
        if verdict.outcome in ("unreachable", "timeout"):
            outcome = verdict.outcome  # nobody is there, which is another thing than trouble with robots.txt
        answer = Answer(outcome=outcome, reason=reason, final_url=url, requested_url=url)
        return Closed(at=now, reason=reason, answer=answer)

    async def may_follow(self, url: str) -> tuple[str, str] | None:
        """Asked of each redirect, within the turn of the page: None, or outcome and reason."""

        async def at_once(request: Request) -> Answer | None:
            return await self._fetcher.get(request, self._clock.now())

        try:
            vet_url(url, self._allow_hosts)
        except AddressRefusedError as exc:
            return "refused", str(exc)
        verdict = await self._gate.verdict(url, at_once)
        return refusal(verdict) if verdict is not None else None
