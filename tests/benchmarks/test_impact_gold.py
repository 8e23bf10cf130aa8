"""Shares of labelled events that come out right, on rows made by hand; second readings; what is held back from training."""

from __future__ import annotations

import json
import math
import tomllib
from collections import Counter, defaultdict
from typing import Any

import pytest

from benchmarks import impact_gold
from benchmarks.impact_gold import SECOND, SETS, Answer, Event, agreement, event_of, read_events, scores
from tests.benchmarks.test_impact_labels import ROOT, SYSTEMS, load, parts_of

TIED = {"part": "a.resource", "also": ["a.effect"], "sign": -1}


def event(event_id: str, **expected: dict[str, Any] | None) -> Event:
    row = {
        "event_id": event_id,
        "half": "h",
        "title": "T",
        "text": "t",
        "language": "en",
        "expected": expected,
    }
    return event_of(row)


def reading(event_id: str, **answers: dict[str, Any] | None) -> dict[str, Any]:
    return {"half": "h", "event_id": event_id, "answers": answers}


EVENTS = [event("e1", one=TIED, two=None), event("e2", one=TIED, two=TIED), event("e3", one=None, two=None)]


def test_who_says_what_the_labels_say_agrees_in_everything() -> None:
    same = [
        reading("e1", one=TIED, two=None), reading("e2", one=TIED, two=TIED), reading("e3", one=None, two=None),
    ]  # fmt: skip
    assert agreement(EVENTS, same) == {"top1_part": 1.0, "sign": 1.0, "sign_of_all": 1.0, "no_tie": 1.0}


def test_each_way_to_disagree_costs_its_own_share() -> None:
    other = [
        reading(
            "e1", one={"part": "a.effect", "sign": 1}, two={"part": "b.effect", "sign": 1}
        ),  # sign; a tie too many
        reading(
            "e2", one={"part": "b.effect", "also": ["a.effect"], "sign": -1}, two=None
        ),  # another part; a tie too few
        reading("e3", one=None, two=None),
    ]
    found = agreement(EVENTS, other)
    assert found["top1_part"] == pytest.approx(1 / 3)  # a part of `also` is right
    assert found["sign"] == 0.0  # of the one whose part is right
    assert found["sign_of_all"] == pytest.approx(
        1 / 3
    )  # e2 in one: right on a labelled part that does not lead
    assert found["no_tie"] == pytest.approx(2 / 3)


def test_the_right_sign_on_a_part_that_is_not_labelled_is_not_right() -> None:
    found = agreement(EVENTS[:1], [reading("e1", one={"part": "b.effect", "sign": -1}, two=None)])
    assert found["sign_of_all"] == 0.0


def test_an_event_that_was_not_read_again_is_named() -> None:
    with pytest.raises(KeyError, match="e2"):
        agreement(EVENTS, [reading("e1", one=None, two=None)])


def test_a_share_of_nothing_is_not_a_number_and_an_unknown_sign_is_wrong() -> None:
    free = Answer(event=EVENTS[2], system_id="one", part_id=None, force_id=None, leading_sign=None, sign=None)
    assert math.isnan(scores([free])["top1_part"])
    unknown = Answer(
        event=EVENTS[0], system_id="one", part_id="a.resource", force_id="f", leading_sign=None, sign=None
    )
    assert scores([unknown])["sign"] == 0.0


def test_a_judged_zero_claims_nothing_and_the_first_labelled_part_gives_the_sign() -> None:
    rows = [
        {"part_id": "a.resource", "force_id": "f", "sign": 0},
        {"part_id": "b.effect", "force_id": "g", "sign": 1},
        {"part_id": "a.effect", "force_id": "f", "sign": -1},
    ]
    found = impact_gold._answer(EVENTS[0], "one", rows)
    assert (found.part_id, found.leading_sign, found.sign) == ("b.effect", 1, -1)
    assert (found.is_part_right, found.is_sign_right) == (False, True)


def test_second_readings_are_of_every_event_of_their_rounds_and_name_parts_that_there_are() -> None:
    rows = [json.loads(line) for line in SECOND.read_text(encoding="utf-8").splitlines()]
    for half in ("round7", "round9", "round12"):
        known = Counter(e.event_id for e in read_events(SETS[half], half=half))
        assert Counter(row["event_id"] for row in rows if row["half"] == half) == known
    for system_id in SYSTEMS:
        parts = parts_of(system_id)
        for cell in (row["answers"][system_id] for row in rows):
            assert cell is None or ({cell["part"], *cell["also"]} <= parts and cell["sign"] in (-1, 1))


# ---------------------------------------------------------------- texts that are not trained on yet


def test_the_second_file_of_texts_for_forces_is_whole_and_tells_nothing_twice() -> None:
    texts, first = load("force_train2.jsonl"), load("force_train.jsonl")
    forces = {
        f["id"] for f in tomllib.loads((ROOT / "data" / "forces.toml").read_text(encoding="utf-8"))["force"]
    }
    ways: dict[str, Counter[int]] = defaultdict(Counter)
    for text in texts:
        assert {text["force"], *text["also"]} <= forces and text["direction"] in (-1, 1), text["case_id"]
        ways[text["force"]][text["direction"]] += 1
    assert set(ways) == forces
    assert all(min(way[1], way[-1]) >= 5 for way in ways.values()), "each force both grows and recedes"
    titles = Counter(text["title"].casefold() for text in (*texts, *first))
    assert titles.most_common(1)[0][1] == 1
    assert len({text["case_id"] for text in (*texts, *first)}) == len(texts) + len(first)
    assert 0.25 <= sum(text["language"] == "sv" for text in texts) / len(texts) <= 0.35


def test_no_shipped_model_says_that_it_was_trained_on_it() -> None:
    """It retells gold events; its use would have to be told with the figures without them (decision 0045)."""
    told = [*(ROOT / "models").glob("*/card.md"), *(ROOT / "models").glob("*/manifest.json")]
    assert len(told) >= 6
    assert [path for path in told if "force_train2" in path.read_text(encoding="utf-8")] == []
