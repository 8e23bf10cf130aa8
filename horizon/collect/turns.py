"""One request with our manners: in the turn of its site, noted before it is made, heeded after."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Protocol

from horizon.collect.fetch import Answer, Fetcher, Request
from horizon.collect.heard import after_answer
from horizon.collect.polite import Site
from horizon.types import Clock


class Asking(Protocol):
    """Told of each request before it is made, see journal.py."""

    def asking(self, site: str, at: datetime) -> None: ...


class Turns:
    """Asks sites, each in its turn. at_once: the places that all sites share."""

    def __init__(
        self, clock: Clock, fetcher: Fetcher, notes: Asking | None = None, at_once: asyncio.Semaphore | None = None
    ) -> None:  # fmt: skip
        self._clock, self._fetcher, self._notes, self._at_once = clock, fetcher, notes, at_once

    async def ask(self, site: Site, request: Request, *, cost: int = 0) -> Answer | None:
        """The answer, which the site's memory has heard; None when the site wants quiet and is not asked."""
        async with site.turn(self._at_once, cost=cost) as quiet_until:
            if quiet_until is not None:
                return None
            if self._notes is not None:
                self._notes.asking(site.memory.site, self._clock.now())
            answer = await self._fetcher.get(request, self._clock.now())
        site.memory = after_answer(
            site.memory, answer, self._clock.now(), outcome=answer.outcome, reason=answer.reason
        )
        return answer
