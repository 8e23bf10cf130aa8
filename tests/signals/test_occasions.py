"""A season in a store that has not seen last year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from horizon.config import ConfigError, SignalsSettings, data_root
from horizon.signals import stage
from horizon.signals.occasions import in_season, load_occasions

from .conftest import World
from .test_evidence import told
from .test_stage import STEADY, steady_world

SETTINGS = SignalsSettings(history_weeks=60)
OCCASIONS = load_occasions(data_root() / "occasions.toml")
TITLE = "First-year students find no rooms"


def codes(world: World, week: int, topic: str) -> tuple[bool, tuple[str, ...]]:
    stage.run(world.store, SETTINGS, world.judge_topics(week))
    row = world.signals(week)[topic]
    return row["is_flagged"], tuple(row["reason_codes"])


def grown(world: World, week: int, topic: str, title: str = TITLE) -> None:
    world.docs(week - 1, 4, topic=topic, title=title)
    world.docs(week, 8, topic=topic, title=title)


def test_a_yearly_occasion_is_no_signal_in_the_first_year_that_is_read() -> None:
    world = steady_world(34)
    grown(world, 32, "rooms")  # the middle of August
    is_flagged, why = codes(world, 32, "rooms")
    assert not is_flagged
    assert "yearly_occasion" in why


def test_the_same_words_at_another_time_of_the_year_are_no_season() -> None:
    world = steady_world(16)
    grown(world, 14, "rooms")  # April
    is_flagged, why = codes(world, 14, "rooms")
    assert is_flagged
    assert "yearly_occasion" not in why


def test_a_matter_that_speaks_of_the_occasion_in_passing_is_none() -> None:
    world = steady_world(34)
    for week, n in ((31, 4), (32, 8)):
        world.docs(week, n - 1, topic="worms", title="glow worms found")
        world.docs(week, 1, topic="worms", title="glow worms found before the start of term")
    assert codes(world, 32, "worms")[0]


def test_where_last_year_was_read_the_list_is_not_asked() -> None:
    world = steady_world(90)
    grown(world, 84, "rooms")
    is_flagged, why = codes(world, 84, "rooms")
    assert is_flagged  # last August nobody wrote of it: it is new
    assert "yearly_occasion" not in why


def test_old_entries_of_a_feed_that_came_on_board_are_no_year_that_was_read() -> None:
    world = World()
    world.source("s1")
    world.docs(30, 3, topic="bread", title="bread prices", is_backlog=True)
    for week in range(70, 85):
        for topic, n in STEADY.items():
            world.docs(week, n, topic=topic, title=f"{topic} report")
    grown(world, 84, "rooms")
    assert "yearly_occasion" in codes(world, 84, "rooms")[1]


def told_by(titles: list[str], language: str | None, day: date) -> str | None:
    """The occasion that documents with these titles speak of in a week of a first year."""
    history = told(*((3, f"s{n}", title) for n, title in enumerate(titles)))
    history = replace(history, languages=(language,) * len(titles))
    return in_season(history, OCCASIONS, [day]).named_by(history, np.arange(len(titles)))


@pytest.mark.parametrize(
    ("title", "language", "day", "expected"),
    [
        ("First-year students queue for rooms", "en", date(2026, 8, 20), "start-of-term"),
        ("Skolstart i tre kommuner", "sv", date(2026, 8, 20), "start-of-term"),
        ("Skolstarten är här", None, date(2026, 8, 20), "start-of-term"),
        ("Skolstart i tre kommuner", "de", date(2026, 8, 20), None),
        ("Christmas market opens", "en", date(2026, 12, 1), "christmas"),
        ("Rekord för julhandeln", "sv", date(2026, 12, 1), "christmas"),
        ("Påskhandeln slår rekord", "sv", date(2026, 3, 28), "easter"),
        ("Daylight saving begins on Sunday", "en", date(2026, 3, 6), "change-of-clocks"),
        # what only names an occasion, or has its letters, is news
        ("Government caps new student visas", "en", date(2026, 8, 20), None),
        ("Robotaxi fleet halted in week one of service", "en", date(2026, 8, 20), None),
        ("New class of antibiotics cures infection", "en", date(2026, 5, 22), None),
        ("Regulator maps harms since the advent of AI companions", "en", date(2026, 11, 27), None),
        ("Adventure Box i konkurs", "sv", date(2026, 11, 27), None),
        ("Hackers steal two million tax returns", "en", date(2026, 4, 10), None),
        ("Nordiska ministrar antar deklaration om AI", "sv", date(2026, 3, 10), None),
        ("Nobel laureate urges limit on autonomous weapons", "en", date(2026, 10, 16), None),
        ("Aviation tax lowered by the budget bill", "en", date(2026, 9, 18), None),
        ("Hurricane hits Saint Lucia", None, date(2026, 12, 1), None),
    ],
)
def test_only_what_is_about_the_occasion_is_one(
    title: str, language: str | None, day: date, expected: str | None
) -> None:
    assert told_by([title] * 4, language, day) == expected


@pytest.mark.parametrize(("n_about", "expected"), [(5, None), (6, "christmas")])
def test_half_of_the_documents_have_to_speak_of_it(n_about: int, expected: str | None) -> None:
    titles = ["Christmas market opens"] * n_about + ["Harbour opens"] * (12 - n_about)
    assert told_by(titles, "en", date(2026, 12, 1)) == expected


def test_an_occasion_within_a_week_is_met_on_any_of_its_days() -> None:
    world = steady_world(9)
    grown(
        world, 6, "hearts", "Valentine's Day roses"
    )  # the week of 13 February 2023; the window ends on the 17th
    assert "yearly_occasion" in codes(world, 6, "hearts")[1]


def test_the_list_runs_over_new_year_and_is_short_at_any_time() -> None:
    new_year = OCCASIONS["new-year"]
    days = [date(2023, 12, 19), date(2023, 12, 20), date(2024, 1, 12), date(2024, 1, 13)]
    assert [new_year.is_in_season(day) for day in days] == [False, True, True, False]
    for month in range(1, 13):
        assert sum(o.is_in_season(date(2024, month, 15)) for o in OCCASIONS.values()) < len(OCCASIONS) / 2


@pytest.mark.parametrize("broken", ['[["13-01", "02-01"]]', '[["02-30", "03-01"]]', "[]"])
def test_a_wrong_day_is_named_with_its_file(tmp_path: Path, broken: str) -> None:
    file = tmp_path / "occasions.toml"
    file.write_text(f'[occasion.x]\nwindows = {broken}\nen = ["a"]\nsv = ["b"]\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"occasions\.toml"):
        load_occasions(file)
