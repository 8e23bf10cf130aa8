"""How hard one site may be asked: few requests at once, a pause between two, and quiet when it says so."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import cache
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

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


class Site:
    """One site's turn-taking; time passes only by the clock that is handed in."""

    def __init__(self, clock: Clock, *, concurrency: int, delay_s: float) -> None:
        self._clock = clock
        self._slots = asyncio.Semaphore(concurrency)
        self._turn = asyncio.Lock()
        self._delay_s = delay_s
        self._next_at: datetime | None = None
        self.quiet_until: datetime | None = None

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a free slot and for the pause since the last request began."""
        async with self._slots:
            async with self._turn:
                now = self._clock.now()
                if self._next_at is not None and self._next_at > now:
                    await self._clock.sleep((self._next_at - now).total_seconds())
                self._next_at = self._clock.now() + timedelta(seconds=self._delay_s)
            yield

    def hush(self, until: datetime) -> None:
        """The site asked for quiet until a moment; the longest wish counts."""
        if self.quiet_until is None or until > self.quiet_until:
            self.quiet_until = until

    def is_quiet(self, now: datetime) -> bool:
        return self.quiet_until is not None and now < self.quiet_until
