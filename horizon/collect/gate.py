"""Asks robots.txt before a web page is asked for: once a day for each origin, and again after every redirect."""

from __future__ import annotations

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Protocol

from horizon.collect.fetch import Answer, Request
from horizon.collect.robots import ACCEPT, Robots, RobotsJob, Verdict, agent_token, origin_of, robots_of
from horizon.collect.sandbox import Sandbox
from horizon.config import CollectSettings
from horizon.types import Clock

Ask = Callable[[Request], Awaitable[Answer | None]]  # None when the site can not be asked now


class RobotsNotes(Protocol):
    """Told of what a robots.txt said, see journal.py."""

    def note_robots(self, robots: Robots, body: bytes) -> None: ...


class Gate:
    """What is known of robots.txt files, by origin; `learned` waits to be written, `bodies` were got in this run."""

    def __init__(
        self, settings: CollectSettings, clock: Clock, sandbox: Sandbox, notes: RobotsNotes, *,
        robots: Mapping[str, Robots], body_of: Callable[[str], bytes | None],
    ) -> None:  # fmt: skip
        self._clock, self._sandbox, self._notes, self._body_of = clock, sandbox, notes, body_of
        self._timeout_s, self._agent = settings.parse_timeout_s, agent_token(settings.user_agent)
        self._known: dict[str, Robots] = dict(robots)
        self.learned: dict[str, Robots] = {}
        self.bodies: dict[str, bytes] = {}  # by hash
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def take(self, robots: Robots, body: bytes) -> None:
        """Take over what an earlier run was told and could not commit."""
        self._learn(robots)
        if robots.body_hash is not None:
            self.bodies[robots.body_hash] = body

    async def verdict(self, url: str, ask: Ask) -> Verdict | None:
        """May this page (a vetted address) be read? None when robots.txt can not be asked for now."""
        origin = origin_of(url)
        async with self._locks[origin]:
            known = self._known.get(origin)
            body = self._rules_of(known) if known else None
            is_lost = known is not None and known.standing == "rules" and body is None
            if known is None or is_lost or not known.is_fresh(self._clock.now()):
                answer = await ask(Request(url=f"{origin}/robots.txt", accept=ACCEPT))
                if answer is None:
                    return None
                body, known = self._heard(origin, answer)
        if known.standing == "open":
            return Verdict(is_allowed=True)
        if known.standing == "closed":
            return Verdict(
                outcome=known.outcome,
                reason=f"robots.txt can not be read now ({known.reason or known.outcome})",
            )
        verdict = await self._sandbox.judge(
            RobotsJob(body=body or b"", url=url, agent=self._agent), self._timeout_s
        )
        if verdict.outcome != "ok":
            return replace(verdict, is_allowed=False, reason=f"robots.txt can not be read ({verdict.reason})")
        if verdict.crawl_delay_s != known.crawl_delay_s:
            self._learn(replace(known, crawl_delay_s=verdict.crawl_delay_s))
        return (
            verdict if verdict.is_allowed else replace(verdict, reason=f"robots.txt of {origin} forbids it")
        )

    def _heard(self, origin: str, answer: Answer) -> tuple[bytes, Robots]:
        body_hash = hashlib.sha256(answer.body).hexdigest()
        robots = robots_of(origin, answer, self._clock.now(), body_hash)
        if robots.standing == "rules":
            self.bodies[body_hash] = answer.body
        self._notes.note_robots(robots, answer.body)
        self._learn(robots)
        return answer.body, robots

    def _learn(self, robots: Robots) -> None:
        self._known[robots.origin] = self.learned[robots.origin] = robots

    def _rules_of(self, robots: Robots) -> bytes | None:
        if robots.body_hash is None:
            return None
        return self.bodies.get(robots.body_hash) or self._body_of(robots.body_hash)


def refusal(verdict: Verdict) -> tuple[str, str] | None:
    """(outcome, reason) of a page that may not be read; None when it may."""
    if verdict.is_allowed:
        return None
    return ("robots_denied" if verdict.outcome == "ok" else "robots_unknown"), verdict.reason or "not allowed"
