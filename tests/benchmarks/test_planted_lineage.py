"""benchmarks/planted_lineage.py: a told change counts in its time and with both its sides, on judgements written by hand."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import pytest

from benchmarks.planted_lineage import Change, Lineage, changes_of, lineage
from benchmarks.planted_told import Link, Plant, Told

WINDOW_WEEKS = 12
SPLIT = [Plant("pa+b", 6, 12, "split")]
MERGER = [Plant("pa", 6, 12, "merged"), Plant("pb", 6, 12, "merged")]
OTHERS = [Plant("pc", 6), Plant("pd", 6, 7, "drift")]


def judged(sides: Mapping[str, Mapping[str, int]], links: Sequence[Link], *, until: int = 29) -> Told:
    """Topics that hold the same number of texts of each plant ("" is the background) in all weeks up to `until`."""
    topics = {
        topic: [f"{name}|{topic}{i}" if name else f"{topic}{i}" for name, n in held.items() for i in range(n)]
        for topic, held in sides.items()
    }
    return Told(30, dict.fromkeys(range(until + 1), topics), Counter(), links)


def found(
    plants: Sequence[Plant], sides: Mapping[str, Mapping[str, int]], *links: Link, until: int = 29
) -> tuple[int, int]:
    got = lineage(judged(sides, links, until=until), [*plants, *OTHERS], WINDOW_WEEKS)
    return len(got.delays), got.n_wrong


def test_the_planted_changes_and_the_texts_that_belong_to_them() -> None:
    later = [Plant("pe", 7, 13, "merged"), Plant("pf", 7, 13, "merged")]
    assert changes_of([*MERGER, *OTHERS, *SPLIT, *later]) == [
        Change("split", 12, frozenset({"pa", "pb", "pa+b"})),
        Change("merged", 12, frozenset({"pa", "pb", "pa+b"})),
        Change("merged", 13, frozenset({"pe", "pf", "pe+f"})),
    ]


@pytest.mark.parametrize(("week", "is_right"), [(3, False), (11, False), (12, True), (24, True), (25, False)])
@pytest.mark.parametrize("relation", ["split", "merged"])
def test_a_change_is_told_from_its_week_on_while_the_window_lasts(
    week: int, is_right: bool, relation: str
) -> None:
    plants = SPLIT if relation == "split" else MERGER
    sides = {"t1": {"pa+b": 6, "pa": 2}, "t2": {"pb": 3}}
    assert found(plants, sides, Link(week, "t1", relation, "t2")) == (int(is_right), int(not is_right))


def test_a_split_into_the_background_in_week_three_is_wrong() -> None:
    sides = {"t1": {"pa+b": 6}, "t2": {"": 9}}
    assert found(SPLIT, sides, Link(3, "t1", "split", "t2")) == (0, 1)
    assert found(SPLIT, sides, Link(14, "t1", "split", "t2")) == (0, 1)


@pytest.mark.parametrize(
    ("one", "other", "is_right"),
    [
        ({"pa+b": 6}, {"pb": 2}, True),
        ({"pa": 4}, {"pb": 2}, True),  # the old texts have left
        ({"pa+b": 3, "": 3}, {"pb": 2}, True),  # half is enough
        ({"pa+b": 3, "": 4}, {"pb": 2}, False),
        ({"pa+b": 6}, {"pb": 1, "": 2}, False),
        ({"pa+b": 6}, {"pc": 2}, False),  # another plant
        ({"": 6}, {"pb": 2}, False),  # told of a plant though its line begins with the background
        ({"pa+b": 4}, {"pa+b": 2}, False),  # a piece of the whole, no half
        ({"pa": 4}, {"pa": 2}, False),
        ({"pa+b": 6}, {}, False),
    ],
)
@pytest.mark.parametrize("is_reversed", [False, True])
def test_both_sides_of_a_split_are_of_it(
    one: Mapping[str, int], other: Mapping[str, int], is_right: bool, is_reversed: bool
) -> None:
    link = Link(14, "t2", "split", "t1") if is_reversed else Link(14, "t1", "split", "t2")
    assert found(SPLIT, {"t1": one, "t2": other}, link) == (int(is_right), int(not is_right))


@pytest.mark.parametrize(
    ("gone", "own", "n_found"),
    [
        (["pa"] * 4, ["pb"] * 2, 1),
        (["pa"] * 4, ["pa+b"] * 2, 1),  # the joint texts
        (["pa"] * 4, ["pa"] * 2, 0),  # a piece of the same half
        (["pa"] * 4, [""] * 2, 0),
        (["pa"] * 4 + ["pa+b"], [""] * 2, 0),
        (["pa"] * 4 + ["pa+b"], [], 0),
    ],
)
def test_a_merger_looks_at_what_the_other_topic_held_beside_what_went_into_it(
    gone: list[str], own: list[str], n_found: int
) -> None:
    docs = [f"{name}|{i}" if name else f"{i}" for i, name in enumerate([*gone, *own])]
    members = {13: {"t1": docs[: len(gone)], "t2": docs[len(gone) :]}, 14: {"t2": docs}}
    judgement = Told(30, members, Counter(), [Link(14, "t1", "merged", "t2")])
    got = lineage(judgement, [*MERGER, *OTHERS], WINDOW_WEEKS)
    assert (len(got.delays), got.n_wrong) == (n_found, 1 - n_found)


def test_the_other_kind_of_change_is_wrong() -> None:
    sides = {"t1": {"pa": 3}, "t2": {"pb": 3}}
    assert found(SPLIT, sides, Link(14, "t1", "merged", "t2")) == (0, 1)
    assert found(MERGER, sides, Link(14, "t1", "split", "t2")) == (0, 1)


def test_of_the_background_alone_nothing_is_asked_and_other_lines_do_not_count() -> None:
    sides = {"t1": {"": 5, "pa": 1}, "t2": {"": 3}, "t3": {"pa": 3}}
    links = [Link(14, "t1", "merged", "t2"), Link(14, "t3", "born"), Link(18, "t3", "dormant")]
    assert found(SPLIT, sides, *links) == (0, 0)


def test_the_delay_is_of_the_first_telling_and_a_second_is_neither_found_nor_wrong() -> None:
    sides = {"t1": {"pa+b": 6}, "t2": {"pb": 3}, "t3": {"pa": 3}}
    links = [Link(20, "t1", "split", "t2"), Link(15, "t1", "split", "t3")]
    assert lineage(judged(sides, links), SPLIT, WINDOW_WEEKS) == Lineage((3,), 0, 1)


def test_judgements_add_up_and_the_delay_of_nothing_is_no_number() -> None:
    both = Lineage((2, 8), 1, 4) + Lineage((3,), 1, 4)
    assert both == Lineage((2, 8, 3), 2, 8)
    assert (both.recall, both.delay_weeks) == (3 / 8, 3.0)
    assert both.f1 == pytest.approx(2 * 0.6 * 0.375 / 0.975)
    none = Lineage((), 0, 4)
    assert none.f1 == 0.0 and math.isnan(none.delay_weeks)
