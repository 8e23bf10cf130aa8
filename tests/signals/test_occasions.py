"""A season in a store that has not seen last year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from horizon.config import ConfigError, SignalsSettings, data_root
from horizon.signals import stage
from horizon.signals.occasions import Occasion, load_occasions

from .conftest import World
from .test_stage import steady_world

SETTINGS = SignalsSettings(history_weeks=60)
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


def test_the_list_is_read_in_both_languages_and_runs_over_new_year() -> None:
    found = load_occasions(data_root() / "occasions.toml")
    assert all(o.windows and o.en and o.sv for o in found.values())
    new_year = found["new-year"]
    assert [new_year.is_in_season(date(2024, m, d)) for m, d in ((12, 19), (12, 20), (1, 12), (1, 13))] == [
        False, True, True, False,
    ]  # fmt: skip
    for month in range(1, 13):
        assert sum(o.is_in_season(date(2024, month, 15)) for o in found.values()) < len(found) / 2


def test_a_wrong_day_is_named_with_its_file(tmp_path: Path) -> None:
    file = tmp_path / "occasions.toml"
    file.write_text(
        '[occasion.x]\nwindows = [["13-01", "02-01"]]\nen = ["a"]\nsv = ["b"]\n', encoding="utf-8"
    )
    with pytest.raises(ConfigError, match=r"occasions\.toml"):
        load_occasions(file)
    assert Occasion(windows=(("02-01", "02-01"),), en=(), sv=()).is_in_season(date(2024, 2, 1))
