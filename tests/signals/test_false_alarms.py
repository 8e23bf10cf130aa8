"""What must not be flagged: seasons, decline, outages, backlogs; and what must not depend on the order of arrival."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from horizon.config import SignalsSettings
from horizon.signals import stage
from horizon.types import Window, midnight

from .conftest import START, World
from .test_stage import STEADY, doubling_world, steady_world

SETTINGS = SignalsSettings(history_weeks=60)


def flagged(world: World, week: int) -> set[str]:
    return {name for name, s in world.signals(week).items() if s["is_flagged"]}


def judged(world: World, week: int) -> set[str]:
    stage.run(world.store, SETTINGS, world.judge_topics(week))
    return flagged(world, week)


def test_a_season_is_no_news_the_second_year() -> None:
    world = steady_world(58)
    for week, n in ((3, 4), (4, 8), (5, 4), (55, 4), (56, 8)):
        world.docs(week, n, topic=f"christmas{week > 50}", title="yuletide lights switched on")
    assert "christmasFalse" in judged(world, 4)  # the first time nobody can know
    second = judged(world, 56)
    assert second == set(), second


def test_a_matter_as_new_as_last_years_season_but_never_seen_is_flagged() -> None:
    world = steady_world(58)
    for week, n in ((55, 4), (56, 8)):
        world.docs(week, n, topic="worms", title="glow worms found")
    assert "worms" in judged(world, 56)


def test_a_declining_topic_is_not_flagged() -> None:
    world = steady_world(14)
    for week, n in enumerate((20, 18, 16, 14, 12, 10, 9, 8, 7, 6, 5, 4, 3, 2)):
        world.docs(week, n, topic="fever", title="fever cases fall")
    assert judged(world, 13) == set()


def two_halves(n_weeks: int) -> World:
    """Eight sources, each with its own steady mix."""
    world = World()
    for number in range(8):
        world.source(f"s{number}", family=f"f{number}")
    for week in range(n_weeks):
        for number in range(8):
            for topic in list(STEADY)[number % 2 :: 2]:
                world.docs(week, 2, topic=topic, title=f"{topic} report", source=f"s{number}")
    return world


def test_an_outage_of_half_the_sources_raises_nothing() -> None:
    world = World()
    for number in range(8):
        world.source(f"s{number}", family=f"f{number}")
    for week in range(14):
        for number in range(8):
            if week == 13 and number >= 4:
                continue
            topic = list(STEADY)[number % 4]
            world.docs(week, 2 + number % 3, topic=topic, title=f"{topic} report", source=f"s{number}")
    window = world.judge_topics(13)
    world.store.append("raw_fetch", [
        {"fetch_id": f"f{n}", "source_id": f"s{n}", "requested_at": window.start + timedelta(days=1), "outcome": "error",
         "http_status": 503, "reason": "down", "run_id": "t"} for n in range(4, 8)])  # fmt: skip
    report = stage.run(world.store, SETTINGS, window)
    assert report.counts["n_sources_out"] == 4
    assert flagged(world, 13) == set()
    assert all(s["growth_ratio"] is None or s["growth_ratio"] < 2 for s in world.signals(13).values())


def test_weeks_in_which_nobody_asked_are_an_outage_until_the_source_is_read_again() -> None:
    world = World()
    world.source("a")
    world.docs(0, 3, topic="ports", title="port report", source="a")
    window = world.judge_topics(1)
    state = {"source_id": "a", "on_board_at": START, "last_fetched_at": START}
    world.store.append("core_source_state", [state])

    def out(as_of: datetime) -> list[str]:
        rows = world.store.rows("signals/outages", since=window.start, until=window.end, as_of=as_of)
        return [row["source_id"] for row in rows]

    later = window.end + timedelta(days=3)
    assert out(window.end) == out(later) == ["a"]
    read = {
        "fetch_id": "f",
        "source_id": "a",
        "requested_at": later,
        "outcome": "not_modified",
        "run_id": "t",
    }
    world.store.append("raw_fetch", [read])
    assert out(later) == []  # its feed still shows what that week brought
    assert out(window.end) == ["a"]  # as it was known then


def test_twenty_new_sources_with_a_backlog_raise_nothing() -> None:
    world = two_halves(14)
    for number in range(20):
        world.source(f"new{number}", family=f"new{number}")
        world.docs(13, 3, topic="steel", title="steel report", source=f"new{number}", is_backlog=True)
        world.docs(13, 2, topic="canal", title="canal widening", source=f"new{number}", is_backlog=True)
    assert judged(world, 13) == set()


def test_no_flag_rests_on_a_week_without_a_document_of_its_own() -> None:
    world = steady_world(14)
    for week, n in ((10, 2), (11, 4), (12, 8)):
        world.docs(week, n, topic="new", title="glow worms found")
    assert "new" in judged(world, 12)
    assert "new" not in judged(world, 13)
    assert all(s["n_origins"] > 0 for s in world.signals(13).values() if s["is_flagged"])


def test_doubling_all_volume_from_a_week_on_changes_no_rank() -> None:
    orders = []
    for times in (1, 2):
        world = steady_world(12)
        for week in (12, 13):
            for topic, n in STEADY.items():
                world.docs(week, n * times, topic=topic, title=f"{topic} report", source="s1")
        for week, n in ((10, 1), (11, 2), (12, 4 * times), (13, 6 * times)):
            world.docs(week, n, topic="new", title="glow worms found")
        world.docs(13, 2 * times, topic="fire", title="harbour fire")
        stage.run(world.store, SETTINGS, world.judge_topics(13))
        found = {k: v for k, v in world.signals(13).items() if v["kind"] == "topic"}
        orders.append([k for k in sorted(found, key=lambda k: found[k]["rank"])])
    assert orders[0] == orders[1]


def test_weekly_batches_that_arrive_late_and_out_of_order_end_in_the_same_tables() -> None:
    at_end = midnight(START + timedelta(weeks=20))
    tables = []
    for arrival in ((8, 9, 10, 11, 12, 13), (12, 16, 11, 15, 13, 14)):
        world = World()
        for name in ("s1", "s2"):
            world.source(name, family=name)
        for week in range(8):
            _batch(world, week, week)
        for week, seen in zip(range(8, 14), arrival, strict=True):
            _batch(world, week, max(seen, week))
        for week in range(8, 14):  # as things stood
            stage.run(world.store, SETTINGS, world.judge_topics(week))
        for week in range(8, 14):  # with all that came, in order
            stage.run(world.store, SETTINGS, world.judge_topics(week, as_of=at_end))
        tables.append(
            [
                _final(world, table, at_end)
                for table in ("core_signal", "core_signal_evidence", "core_forecast")
            ]
        )
    assert tables[0] == tables[1]
    assert any(row["is_flagged"] for row in tables[0][0])


def _batch(world: World, week: int, seen: int) -> None:
    seen_at = midnight(START + timedelta(weeks=seen, days=6))
    for topic, n in STEADY.items():
        world.docs(
            week, n, topic=topic, title=f"{topic} report", source="s1" if week % 2 else "s2", seen_at=seen_at
        )
    if week >= 11:
        world.docs(
            week, 2 ** (week - 10), topic="new", title="glow worms found", source="s1", seen_at=seen_at
        )


def _final(world: World, table: str, as_of: Any) -> list[dict[str, Any]]:
    found = world.store._con.execute(
        f"SELECT * FROM {table} WHERE as_of = ? ORDER BY ALL", [as_of]
    ).to_arrow_table()
    return [{k: v for k, v in r.items() if k != "run_id"} for r in found.to_pylist()]


def test_an_empty_week_is_judged_and_flags_nothing() -> None:
    world = doubling_world()
    stage.run(world.store, SETTINGS, Window.week(START + timedelta(weeks=16)))
    assert flagged(world, 16) == set()
