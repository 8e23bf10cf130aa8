"""A simulated year: 8,760 hourly and 52 weekly runs, with everything that goes wrong in a year; nothing is lost or done twice."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import horizon.storage.migrate as migrating
from horizon import pipeline
from horizon.clock import SimulatedClock
from horizon.demo.edition import Edition, week_on
from horizon.demo.play import make_workspace
from horizon.demo.server import SampleServer
from horizon.errors import HorizonError
from horizon.storage import ledger
from horizon.types import midnight
from horizon.watch.alarms import alarms
from horizon.watch.gather import gather
from horizon.watch.journal import attempt
from horizon.workspace import Workspace
from tests.proofs.year import N_WEEKS, Event, Trouble, delayed, schedule, write_edition

pytestmark = pytest.mark.proof
START = midnight(week_on(1))
WEEK = timedelta(weeks=1)
HOURS = int(os.environ.get("HORIZON_YEAR_HOURS", 8_760))  # fewer to try it out


def into(share: float) -> datetime:
    """The Monday nearest to a share of the simulated time."""
    return START + round(share * HOURS / 168) * WEEK


NETWORK_AWAY = Trouble(into(0.2), into(0.2) + timedelta(days=3))
ONE_FEED_AWAY = Trouble(into(0.3), into(0.3) + 2 * WEEK)
MACHINE_OFF = Trouble(into(0.5) + timedelta(days=5), into(0.5) + WEEK + timedelta(days=3))
DISK_FULL = Trouble(into(0.7) + timedelta(days=2), into(0.7) + timedelta(days=3))
UPGRADED_AT = into(0.8)


DONE_TWICE = (
    "SELECT stage, window_start, inputs_hash, config_hash, code_version, count(*) FROM core_run "
    "WHERE stage IN ('topics', 'signals', 'forces', 'impact') GROUP BY ALL HAVING count(*) > 1"
)


class Year:
    """Runs every event of a schedule on one workspace, as flows do, under one clock."""

    def __init__(self, folder: Path, server: SampleServer, edition: Edition, clock: SimulatedClock) -> None:
        self.workspace: Workspace = make_workspace(folder, edition, server.host)
        self.clock = clock
        self.failures: dict[str, list[tuple[datetime, str]]] = {}
        self.seen_alarms: set[str] = set()

    def live(self, events: list[Event]) -> None:
        for event in events:
            self.clock.set(event.starts_at)
            try:
                with attempt(self.workspace.store_folder, event.flow, self.clock):
                    self._run(event)
            except HorizonError as exc:
                self.failures.setdefault(type(exc).__name__, []).append((event.starts_at, str(exc)))
                self.seen_alarms |= {a.code for a in alarms(gather(self.workspace, event.starts_at))}
            if event.flow == "analyse" and event.starts_at.day % 3 == 0:
                self.seen_alarms |= {a.code for a in alarms(gather(self.workspace, event.starts_at))}

    def _run(self, event: Event) -> None:
        if event.flow == "upkeep":
            pipeline.care(self.workspace, clock=self.clock)
            return
        if event.flow in ("collect", "digest"):
            pipeline.scan(self.workspace, clock=self.clock, stages=pipeline.DAILY)
        if event.flow in ("analyse", "digest"):
            with self.workspace.open_store() as store:
                context = pipeline.Context(self.workspace, store, self.clock)
                for name, window in pipeline.week_plan(store, event.scheduled_at):
                    pipeline.run_stage(name, context, window)

    def digests(self) -> dict[tuple[str, date], dict[str, Any]]:
        """First issued digest of each system and week, with the moment of its cut-off."""
        with self.workspace.open_store() as store:
            return {(r["system_id"], r["week_on"]): r for r in _first_digests(store)}


def _first_digests(store: Any) -> list[dict[str, Any]]:
    sql = ("SELECT system_id, week_on, as_of, digest FROM core_digest "
           "QUALIFY row_number() OVER (PARTITION BY system_id, week_on ORDER BY as_of) = 1 ORDER BY ALL")  # fmt: skip
    return [
        dict(zip(("system_id", "week_on", "as_of", "digest"), row, strict=True))
        for row in store._con.execute(sql).fetchall()
    ]


def rows(year: Year, sql: str) -> list[tuple[Any, ...]]:
    with year.workspace.open_store() as store:
        return store._con.execute(sql).fetchall()  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    folder = tmp_path_factory.mktemp("edition")
    write_edition(folder)
    return Edition(folder)


@pytest.fixture(scope="module")
def calm(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    clock = SimulatedClock(START)
    with SampleServer(edition, clock) as server:
        year = Year(tmp_path_factory.mktemp("calm") / "w", server, edition, clock)
        year.live(schedule(START, HOURS))
        yield year


@pytest.fixture(scope="module")
def troubled(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    clock = SimulatedClock(START)
    patch = pytest.MonkeyPatch()
    with SampleServer(edition, clock) as server:
        is_dead = edition.is_dead

        def away(source: Any, moment: datetime) -> bool:
            one = source.source_id == "south-daily" and ONE_FEED_AWAY.holds(moment)
            return is_dead(source, moment) or NETWORK_AWAY.holds(moment) or one

        patch.setattr(edition, "is_dead", away)
        year = Year(tmp_path_factory.mktemp("troubled") / "w", server, edition, clock)
        events = delayed(schedule(START, HOURS), MACHINE_OFF)
        year.live([e for e in events if e.starts_at < DISK_FULL.start])
        _full_disk(year, [e for e in events if DISK_FULL.holds(e.starts_at)], patch)
        year.live([e for e in events if DISK_FULL.end <= e.starts_at < UPGRADED_AT])
        _upgrade(patch)
        year.live([e for e in events if e.starts_at >= UPGRADED_AT])
        yield year
    patch.undo()


def _full_disk(year: Year, events: list[Event], patch: pytest.MonkeyPatch) -> None:
    """For a while every write of a body and every commit finds no space, as the real proof on a small disk shows it."""
    from horizon.storage.store import Store

    def no_space(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with patch.context() as full:
        full.setattr(Store, "_from_batch", lambda self, sql, batch: self._guarded(no_space))
        full.setattr("horizon.storage.bodies.zstandard.compress", no_space)
        year.live(events)


def _upgrade(patch: pytest.MonkeyPatch) -> None:
    """A newer version of the code with one more migration."""
    known = migrating.known_migrations()
    newer = (
        known[-1][0] + 1,
        f"{known[-1][0] + 1:04d}_upgrade.sql",
        "CREATE TABLE core_upgrade (x INTEGER);",
    )
    patch.setattr(migrating, "known_migrations", lambda: [*known, newer])
    patch.setattr(ledger, "__version__", "99.0")


def complete_weeks() -> int:
    return int((timedelta(hours=HOURS)).days // 7) - 1


def test_every_week_is_judged_and_published(calm: Year, troubled: Year) -> None:
    for year in (calm, troubled):
        done = rows(year, "SELECT count(DISTINCT window_start) FROM core_run WHERE stage = 'publish'")[0][0]
        assert done >= min(complete_weeks(), N_WEEKS - 1)


def test_no_window_is_done_twice_from_the_same_inputs(calm: Year, troubled: Year) -> None:
    for year in (calm, troubled):
        assert rows(year, DONE_TWICE) == []


def test_no_document_is_lost_or_doubled(calm: Year, troubled: Year) -> None:
    sql = "SELECT canonical_url, count(DISTINCT doc_id) FROM core_document GROUP BY ALL ORDER BY ALL"
    assert rows(troubled, sql) == rows(calm, sql)


def test_troubles_were_met_and_told(troubled: Year) -> None:
    assert set(troubled.failures) == {"StoreFullError"}, troubled.failures
    assert all(DISK_FULL.holds(moment) for moment, _ in troubled.failures["StoreFullError"])
    assert {"nothing_fetched", "run_failed"} <= troubled.seen_alarms


def test_digests_are_those_of_a_calm_year_where_the_same_had_been_seen(
    calm: Year, troubled: Year, capsys: pytest.CaptureFixture[str]
) -> None:
    """A digest also tells of the digests before it; only there may it differ when the same entries had been seen."""
    ours, theirs = calm.digests(), troubled.digests()
    assert set(ours) == set(theirs)
    equal, by_memory, other = [], [], []
    for key, digest in ours.items():
        if _seen(calm, digest["as_of"]) != _seen(troubled, theirs[key]["as_of"]):
            other.append(key)
            continue
        mine, its = (_without(d["digest"]) for d in (digest, theirs[key]))
        if mine == its:
            equal.append(key)
            continue
        mine, its = (_without(d["digest"], TELLS_OF_BEFORE) for d in (digest, theirs[key]))
        assert mine == its, key
        by_memory.append(key)
    with capsys.disabled():
        told = ", ".join(sorted({str(week) for _, week in other}))
        sys.stdout.write(
            f"\n{len(equal)} digests equal in every row; {len(by_memory)} but for rows that tell of earlier digests; "
            f"{len(other)} where other entries had been seen: {told}\n"
        )
    assert all(midnight(week) >= NETWORK_AWAY.start for _, week in by_memory)
    assert len(equal) + len(by_memory) > 0.6 * len(ours)


def test_weeks_without_a_feed_name_it(calm: Year, troubled: Year) -> None:
    ours, theirs = calm.digests(), troubled.digests()
    weeks = [key for key in theirs if ONE_FEED_AWAY.start <= midnight(key[1]) < ONE_FEED_AWAY.end]
    assert weeks
    for key in weeks:
        assert "South-Daily" in " ".join(s["text"] for s in json.loads(theirs[key]["digest"])["bottom_line"])
        assert "South-Daily" not in json.dumps(json.loads(ours[key]["digest"])["coverage"])


def test_days_of_first_sight_are_those_of_the_store(calm: Year, troubled: Year) -> None:
    for year in (calm, troubled):
        stored = dict(rows(year, "SELECT doc_id, min(seen_at)::DATE FROM core_document GROUP BY ALL"))
        told = {
            pair for digest in year.digests().values() for pair in _first_sights(json.loads(digest["digest"]))
        }
        assert told
        assert {(doc_id, day) for doc_id, day in told if stored[doc_id].isoformat() != day} == set()


def _first_sights(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        if value.get(FIRST_SEEN):
            yield value["doc_id"], value[FIRST_SEEN]
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _first_sights(part)


def _seen(year: Year, moment: datetime) -> list[tuple[Any, ...]]:
    return rows(
        year,
        f"SELECT canonical_url, version, week_on FROM core_document WHERE seen_at <= TIMESTAMPTZ '{moment}' ORDER BY ALL",
    )


NAMES_OUTAGE = (
    "health",
    "sources",
    "coverage",
    "troubled",
    "run",
    "as_of",
    "bottom_line",
    "footer",
    "uncertainty",
)


# rows about earlier judgements: the register of forecasts really made, what changed since the digest really sent
TELLS_OF_BEFORE = frozenset({"forecasts", "changes", "change", "change_reason", "curve"})
QUOTED_MOMENT = re.compile(r"TIMESTAMPTZ '[^']+'")
SIGNAL_ID = re.compile(r"(topic|term|novel)-[-a-z]*[0-9a-f]{12}")
FIRST_SEEN = "first_seen_on"  # each year's own truth: after an outage an entry is seen later; checked against the store


def _without(text: str, keys: frozenset[str] = frozenset()) -> Any:
    """A digest without these keys, the rows that name outages, the cut-off in its SQL and the days of first sight.

    Ids of signals are numbered in order of appearance: a topic born while a feed was away was born of other documents and
    has its name of them.
    """
    names: dict[str, str] = {}

    def strip(value: Any) -> Any:
        if isinstance(value, dict):
            kept = {k: v for k, v in value.items() if k not in keys and k != FIRST_SEEN}
            return {k: strip(v) for k, v in kept.items() if not any(part in k for part in NAMES_OUTAGE)}
        if isinstance(value, str):
            named = SIGNAL_ID.sub(lambda m: names.setdefault(m.group(), f"signal {len(names)}"), value)
            return QUOTED_MOMENT.sub("TIMESTAMPTZ as_of", named)
        return [strip(v) for v in value] if isinstance(value, list) else value

    return strip(json.loads(text))
