"""A day with 500 sources on a virtual clock: failures, rate limits, restarts. The world keeps the rules and counts offences.

pytest -m proof tests/collect/test_simulated_day.py -s      prints the history of the states
"""

import hashlib
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from horizon.clock import SimulatedClock
from horizon.collect import catalogue, stage
from horizon.collect.fetch import Answer, Request
from horizon.collect.polite import Rules
from horizon.config import CollectSettings, SiteRule
from horizon.storage.store import Store
from horizon.types import Source, Window

from .feeds import NOW, item, rss, source

DELAY_S = 1.0
STEP = timedelta(minutes=10)
SETTLED = timedelta(hours=2)
BUDGET = SiteRule(site="budget.example", max_per_day=40, concurrency=1)
KINDS = ("steady", "silent", "plain", "flaky", "dead", "gone", "limited", "blocked", "slow", "bursty")


class Crash(BaseException):
    """The process dies here."""


@dataclass
class Feed:
    """One source of the world and what it publishes."""

    source: Source
    kind: str
    every: timedelta
    asked: list[datetime] = field(default_factory=list)
    answered: list[datetime] = field(default_factory=list)
    limited_until: datetime | None = None

    def items(self, at: datetime) -> list[int]:
        """Numbers of the items in the feed at a moment: the last 15 published."""
        n = 20 + int((at - NOW) / self.every)
        return list(range(max(0, n - 14), n + 1))

    def body(self, at: datetime) -> bytes:
        numbers = self.items(at)
        dates = [NOW + (n - 20) * self.every for n in numbers]
        name = self.source.source_id
        return rss(
            item(
                n,
                guid=f"{name}-{n}",
                link=f"https://{name}.example/{n}",
                date=f"{d:%a, %d %b %Y %H:%M:%S} GMT",
            )
            for n, d in sorted(zip(numbers, dates, strict=True), reverse=True)
        )


class World:
    """All servers. `get` is the only door; every offence against a rule is noted with its reason."""

    def __init__(self, feeds: Sequence[Feed], clock: SimulatedClock, rules: Rules) -> None:
        self.feeds = {f.source.url: f for f in feeds}
        self.clock, self.rules = clock, rules
        self.site_asked: dict[str, list[datetime]] = defaultdict(list)
        self.site_quiet: dict[str, datetime] = {}
        self.offences: list[str] = []
        self.crash_in: int | None = None

    def get(self, request: Request, now: datetime) -> Answer:
        feed = self.feeds[request.url]
        self._check(feed, now)
        feed.asked.append(now)
        if self.crash_in is not None:
            self.crash_in -= 1
            if self.crash_in == 0:
                feed.asked.pop()  # it never got an answer
                raise Crash
        answer = self._answer(feed, request, now)
        feed.answered.append(now)
        return answer

    def _check(self, feed: Feed, now: datetime) -> None:
        site, name = self.rules.site_of(feed.source.url), feed.source.source_id
        manners = self.rules.manners(site)
        before = self.site_asked[site]
        if before and (now - before[-1]).total_seconds() < manners.delay_s - 1e-6:
            self.offences.append(
                f"{site}: asked {(now - before[-1]).total_seconds():.2f} s after the last request"
            )
        if manners.max_per_day and sum(b.date() == now.date() for b in before) >= manners.max_per_day:
            self.offences.append(f"{site}: more than {manners.max_per_day} requests on {now.date()}")
        if site in self.site_quiet and now < self.site_quiet[site]:
            self.offences.append(f"{site}: asked while it wants quiet until {self.site_quiet[site]}")
        before.append(now)
        if feed.asked:
            gap = now - feed.asked[-1]
            least = (
                timedelta(minutes=15) if feed.kind in ("steady", "silent", "bursty") else timedelta(hours=1)
            )
            if feed.kind == "blocked":
                least = timedelta(hours=6)
            if feed.kind == "gone":
                least = timedelta(hours=20)
            if gap < least:
                self.offences.append(
                    f"{name} ({feed.kind}): asked {gap} after the last time, allowed {least}"
                )

    def _answer(self, feed: Feed, request: Request, now: datetime) -> Answer:
        def says(outcome: str, status: int | None, **more: Any) -> Answer:
            return Answer(outcome=outcome, http_status=status, final_url=request.url, requested_url=request.url,
                          reason=None if status in (200, 304) else f"simulated {outcome}", **more)  # fmt: skip

        luck = random.Random(f"{feed.source.source_id} {now.isoformat()}").random()
        if feed.kind == "dead":
            return says("unreachable", None)
        if feed.kind == "gone":
            return says("gone", 410)
        if feed.kind == "blocked":
            return says("blocked", 403)
        if feed.kind == "slow" and luck < 0.3:
            return says("timeout", None)
        if feed.kind == "flaky" and luck < 0.4:
            return says("http_error", 500)
        if feed.kind == "limited" and luck < 0.3:
            wait_s = float(random.Random(luck).randint(600, 9_000))
            self.site_quiet[self.rules.site_of(request.url)] = now + timedelta(seconds=wait_s)
            return says("rate_limited", 429, retry_after_s=wait_s, headers={"retry-after": str(wait_s)})
        body = feed.body(now)
        if feed.kind in ("plain", "flaky", "limited", "slow"):  # no validators: never more than hourly
            return says("ok", 200, body=body)
        tag = hashlib.md5(body, usedforsecurity=False).hexdigest()
        if request.etag == tag:
            return says("not_modified", 304, is_conditional=True, headers={"etag": tag})
        return says("ok", 200, body=body, headers={"etag": tag}, is_conditional=bool(request.etag))


class FakeFetcher:
    """In the place of the HTTP client."""

    world: World

    def __init__(self, settings: CollectSettings) -> None:
        self.settings = settings

    async def __aenter__(self) -> "FakeFetcher":
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    async def get(self, request: Request, now: datetime) -> Answer:
        return self.world.get(request, now)


def world_of(n: int, clock: SimulatedClock, rules: Rules) -> World:
    """n sources of all kinds on n/4 sites, some sharing one site, some a site with a daily budget."""
    chance = random.Random(7)
    feeds = []
    for number in range(n):
        kind = KINDS[number % len(KINDS)]
        host = f"site{number % (n // 4)}-{kind}.example" if kind != "bursty" else "budget.example"
        every = timedelta(minutes=chance.choice((20, 60, 240, 1_440)) if kind != "silent" else 40 * 1_440)
        feeds.append(Feed(source(f"s{number:03d}", f"https://{host}/{number}"), kind, every))
    return World(feeds, clock, rules)


def history_of(store: Store) -> list[str]:
    """Every change of health, in order, and how many sources end in each."""
    rows = store._con.execute(
        "SELECT changed_at, source_id, health, health_reason FROM core_source_health ORDER BY changed_at, source_id"
    ).fetchall()
    lines = [f"{at:%d %H:%M} {source_id} {health}: {reason or ''}" for at, source_id, health, reason in rows]
    ends = store._con.execute(
        "SELECT health, count(*) FROM core_source_state GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return [*lines, *(f"at the end {health}: {n}" for health, n in ends)]


def simulate(
    n: int, hours: float, crashes: Sequence[tuple[int, int]], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[World, Store]:
    """Scans every ten minutes. crashes: (number of the scan, request of it at which the process dies)."""
    settings = CollectSettings(host_delay_s=DELAY_S, host_concurrency=2, sites=(BUDGET,))
    clock = SimulatedClock(NOW)
    world = world_of(n, clock, Rules(settings))
    FakeFetcher.world = world
    monkeypatch.setattr(stage, "Fetcher", FakeFetcher)
    monkeypatch.setattr(stage, "GROUP", 16)
    store = Store.open(folder)
    catalogue.sync(store, [f.source for f in world.feeds.values()])
    dies = dict(crashes)
    for number in range(int(timedelta(hours=hours) / STEP)):
        clock.set(max(clock.now(), NOW + number * STEP))
        world.crash_in = dies.get(number)
        for _ in range(2):
            now = clock.now()
            try:
                stage.run(store, settings, Window.day(now.date(), as_of=now), clock=clock)
                break
            except Crash:
                store.close()  # what was not committed is lost, as after kill -9
                world.crash_in = None
                store = Store.open(folder)
    return world, store


def check(world: World, store: Store, end: datetime) -> None:
    """The promises of the module."""
    assert not world.offences, "\n".join(world.offences[:40])
    rows = store._con.execute("SELECT source_id, requested_at FROM raw_fetch").fetchall()
    logged = {(source_id, at) for source_id, at in rows}
    answered = {(f.source.source_id, at) for f in world.feeds.values() for at in f.answered}
    assert len(rows) == len(logged), "no request is logged twice"
    assert {(s, a.timestamp()) for s, a in logged} == {(s, a.timestamp()) for s, a in answered}, (
        "every answer was kept, also those that came just before a crash"
    )
    keys = store._con.execute("SELECT source_id, entry_key, count(*) FROM raw_entry GROUP BY ALL").fetchall()
    assert all(n == 1 for _, _, n in keys), "no item is kept twice"
    have = {key for _, key, _ in keys}
    for feed in world.feeds.values():
        if feed.kind in ("steady", "plain", "silent") and feed.answered:
            seen_by = {n for at in feed.answered for n in feed.items(at)}
            assert {f"{feed.source.source_id}-{n}" for n in seen_by} <= have
    health: dict[str, set[str]] = defaultdict(set)
    for source_id, state in store._con.execute("SELECT source_id, health FROM core_source_state").fetchall():
        if state is not None:
            health[next(f.kind for f in world.feeds.values() if f.source.source_id == source_id)].add(state)
    assert health["dead"] <= {"failing"}
    assert health["gone"] <= {"gone"}
    assert health["blocked"] <= {"blocked"}
    assert health["steady"] == {"healthy"}
    assert health["silent"] <= {"quiet", "stale", "healthy"}


def test_two_hours_with_forty_sources_and_a_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world, store = simulate(40, 2, [(0, 9), (6, 3)], tmp_path / "store", monkeypatch)
    with store:
        check(world, store, NOW + timedelta(hours=2))
        assert len(history_of(store)) > 20


@pytest.mark.proof
def test_a_day_with_five_hundred_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crashes = [(0, 37), (3, 5), (17, 11), (50, 2), (51, 7), (90, 23), (120, 13)]
    world, store = simulate(500, 24, crashes, tmp_path / "store", monkeypatch)
    with store:
        check(world, store, NOW + timedelta(hours=24))
        history = history_of(store)
        n_requests = sum(len(f.answered) for f in world.feeds.values())
        (tmp_path / "history.txt").write_text("\n".join(history) + "\n", encoding="utf-8")
        sys.stdout.write("\n".join(history) + "\n")
        sys.stdout.write(f"{n_requests} requests to {len(world.site_asked)} sites without an offence\n")
        assert n_requests > 3_000
