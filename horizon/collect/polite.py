"""How hard one site may be asked: few requests at once, a pause between two, and quiet when it says so.

One budget per site, shared by all its feeds and remembered over restarts (table core_site). A site is a registrable domain;
settings may put several domains under one budget, or give one host a budget of its own.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

from horizon.collect.headers import Budget
from horizon.config import CollectSettings
from horizon.types import Clock


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@cache
def site_of(url: str) -> str:
    """The registrable domain an address belongs to; host:port for bare addresses and single names.

    Hosts that give each customer a domain of its own (github.io) count as separate sites, as the public suffix list says.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        domain = _suffixes().privatesuffix(host) if "." in host else None
        if domain:
            return str(domain)
    return f"{host}:{parts.port or (443 if parts.scheme == 'https' else 80)}"


@dataclass(frozen=True, slots=True)
class Manners:
    """How one site may be asked."""

    delay_s: float
    concurrency: int
    max_per_day: int | None = None


# What services ask of everybody: arXiv's terms of use for its API (one request every three seconds, one connection), GDELT's
# answer to whoever asks more often than every five seconds, whose clock is not ours. Settings have the last word.
KNOWN = {"arxiv.org": Manners(3.0, 1), "gdeltproject.org": Manners(6.5, 1)}


class Rules:
    """The settings' general manners and the sites that have their own, by the settings or by what is known of them."""

    def __init__(self, settings: CollectSettings) -> None:
        self._general = Manners(settings.host_delay_s, settings.host_concurrency)
        self._names = {
            host.lower(): rule.site for rule in settings.sites for host in (rule.site, *rule.hosts)
        }
        self._manners = {
            site: Manners(
                max(known.delay_s, self._general.delay_s), min(known.concurrency, self._general.concurrency)
            )
            for site, known in KNOWN.items()
        } | {
            rule.site: Manners(
                self._general.delay_s if rule.delay_s is None else rule.delay_s,
                rule.concurrency or self._general.concurrency,
                rule.max_per_day,
            )
            for rule in settings.sites
        }

    def site_of(self, url: str) -> str:
        """The site whose budget an address counts on: the most specific rule that fits, else its registrable domain."""
        if self._names:
            parts = urlsplit(url)
            host = (parts.hostname or "").rstrip(".").lower()
            labels = host.split(".")
            for name in (f"{host}:{parts.port}", *(".".join(labels[i:]) for i in range(len(labels)))):
                if name in self._names:
                    return self._names[name]
        return site_of(url)

    def manners(self, site: str) -> Manners:
        """How a site may be asked."""
        return self._manners.get(site, self._general)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMemory:
    """What is remembered of a site between runs (one row of core_site)."""

    site: str
    last_asked_at: datetime | None = None
    quiet_until: datetime | None = None
    quiet_reason: str | None = None
    asked_on: date | None = None  # the UTC day of n_asked
    n_asked: int = 0
    budget_limit: int | None = None  # as the site's last answer told: how much is left of how much until when
    budget_left: int | None = None
    budget_until: datetime | None = None
    request_cost: int | None = None

    def asked(self, at: datetime, cost: int = 0) -> SiteMemory:
        """After one more request; cost: what it is known to take from the site's budget."""
        day = at.astimezone(UTC).date()
        n_asked = self.n_asked + 1 if day == self.asked_on else 1
        last = at if self.last_asked_at is None else max(at, self.last_asked_at)
        left = self.budget_left if self.budget_left is None else max(0, self.budget_left - cost)
        return replace(self, last_asked_at=last, asked_on=day, n_asked=n_asked, budget_left=left)

    def told(self, budget: Budget | None) -> SiteMemory:
        """After an answer that told a budget; one that tells none changes nothing."""
        if budget is None:
            return self
        return replace(
            self,
            budget_limit=budget.limit,
            budget_left=budget.left,
            budget_until=budget.until,
            request_cost=budget.cost,
        )

    def spent_until(self, now: datetime, cost: int) -> datetime | None:
        """Until when the budget does not allow a request that costs so much; None when it does or is not known."""
        if not cost or self.budget_left is None or self.budget_until is None or now >= self.budget_until:
            return None
        return self.budget_until if self.budget_left < cost else None

    def hushed(self, until: datetime, reason: str) -> SiteMemory:
        """After the site asked for quiet; the longest wish counts."""
        if self.quiet_until is not None and self.quiet_until >= until:
            return self
        return replace(self, quiet_until=until, quiet_reason=reason)

    def standing(self, now: datetime) -> str | None:
        """What is known of the site now, for people: that it is left alone, and its budget; None when there is nothing to say."""
        told = []
        if self.quiet_until is not None and now < self.quiet_until:
            told.append(f"left alone until {self.quiet_until:%Y-%m-%d %H:%M} UTC: {self.why_quiet(now)}")
        if self.budget_left is not None and self.budget_until is not None and now < self.budget_until:
            total = f" of {self.budget_limit}" if self.budget_limit is not None else ""
            cost = f", the last request cost {self.request_cost}" if self.request_cost is not None else ""
            told.append(
                f"budget: {self.budget_left}{total} left until {self.budget_until:%Y-%m-%d %H:%M} UTC{cost}"
            )
        return "; ".join(told) or None

    def why_quiet(self, now: datetime, cost: int = 0) -> str:
        """Why the site is left alone now, in words."""
        if self.quiet_until is not None and now < self.quiet_until:
            return self.quiet_reason or "the site wants quiet"
        if self.spent_until(now, cost) is not None:
            total = f" of {self.budget_limit}" if self.budget_limit is not None else ""
            return f"{self.budget_left}{total} left of the budget of {self.site}, the request costs {cost}"
        return f"{self.n_asked} requests today, as many as the settings allow"


class Site:
    """One site's turn-taking; time passes only by the clock that is handed in."""

    def __init__(self, clock: Clock, manners: Manners, memory: SiteMemory) -> None:
        self._clock = clock
        self._manners = manners
        self._slots = asyncio.Semaphore(manners.concurrency)
        self._turn = asyncio.Lock()
        self.memory = memory

    @asynccontextmanager
    async def turn(
        self, at_once: asyncio.Semaphore | None = None, *, cost: int = 0
    ) -> AsyncIterator[datetime | None]:
        """Wait for a free slot, for the pause since the last request began (in an earlier run too) and for one of the places
        that all sites share. Gives None when the site may be asked now, else until when it wants quiet.

        cost: what the request takes from the budget that the site tells; one that is not left is waited for like quiet.
        The shared place is waited for while the turn is held: turns given out beforehand would end in requests side by side.
        """
        async with self._slots:
            async with self._turn:
                last, now = self.memory.last_asked_at, self._clock.now()
                if last is not None:
                    wait_s = (last - now).total_seconds() + self._manners.delay_s
                    if (
                        0 < wait_s <= self._manners.delay_s
                    ):  # a last request in the future is a clock set back
                        await self._clock.sleep(wait_s)
                if at_once is not None:
                    await at_once.acquire()
                # the site may have asked for quiet while this request waited
                now = self._clock.now()
                until = self.quiet_until(now) or self.memory.spent_until(now, cost)
                if until is None:
                    self.memory = self.memory.asked(now, cost)
            try:
                yield until
            finally:
                if at_once is not None:
                    at_once.release()

    def slow_down(self, delay_s: float) -> None:
        """Keep at least this pause from now on (Crawl-delay)."""
        if delay_s > self._manners.delay_s:
            self._manners = replace(self._manners, delay_s=delay_s)

    @property
    def delay_s(self) -> float:
        """The pause between two requests."""
        return self._manners.delay_s

    def quiet_until(self, now: datetime) -> datetime | None:
        """Until when the site may not be asked; None when it may be asked now."""
        memory, most = self.memory, self._manners.max_per_day
        if memory.quiet_until is not None and now < memory.quiet_until:
            return memory.quiet_until
        if most is not None and memory.asked_on == now.astimezone(UTC).date() and memory.n_asked >= most:
            return datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time.min, tzinfo=UTC)
        return None
