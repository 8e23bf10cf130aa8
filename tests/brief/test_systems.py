"""Whose engine a pack calls ours: the one asked for, else the one touched most; what is not touched is said."""

from __future__ import annotations

from typing import Any

import pytest

from horizon.brief import stage
from horizon.brief.systems import sides
from horizon.errors import ConfigError
from tests.brief.world import storylines

SYSTEMS = [
    {"system_id": "a", "name": "Alpha"},
    {"system_id": "b", "name": "Beta"},
    {"system_id": "c", "name": "Gamma"},
]


def impact(system_id: str, score: float | None, loop: float | None = None) -> dict[str, Any]:
    return {
        "system_id": system_id, "system_name": "Gamma", "direct_score": score, "loop_score": loop, "confidence": 0.5,
    }  # fmt: skip


def test_without_a_wish_ours_is_what_is_touched_most() -> None:
    found = sides(SYSTEMS, [impact("b", 0.2), impact("c", -0.9), impact("c", None)], None)
    assert (found.ours, found.other) == ("c", "b")
    assert found.notes == ("Ours: Gamma, of 3 systems the one that this touches most (none was asked for).",)


def test_the_loop_counts_before_the_direct_score() -> None:
    assert sides(SYSTEMS, [impact("a", 0.9, 0.1), impact("b", 0.2)], None).ours == "b"


def test_a_wish_holds_and_the_silence_is_told() -> None:
    found = sides(SYSTEMS, [impact("c", -0.9)], "a")
    assert (found.ours, found.other) == ("a", "c")
    assert found.notes == ("Ours: Alpha.", "No tie to a part of Alpha has been judged. Touched: Gamma.")
    alone = sides(SYSTEMS[:2], [impact("a", 0.4)], "a")
    assert alone.notes[-1] == "For contrast: no tie to a part of Beta has been judged."


def test_where_nothing_is_touched_every_system_is_named() -> None:
    assert sides(SYSTEMS[:2], [], None).notes == (
        "No tie to a part of any system has been judged: neither of Alpha nor of Beta.",
    )
    assert sides([], [], None).ours is None


def test_a_system_that_is_not_there_is_an_error_that_names_those_that_are() -> None:
    store, moment = storylines("s11")
    with pytest.raises(ConfigError, match="no system 'x'"):
        stage.make(store, "t-s11", as_of=moment, system_id="x")
