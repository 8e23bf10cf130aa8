"""One matter in two languages takes one of the places, as long as others want the rest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from horizon.signals import rank
from horizon.signals.twins import Telling, are_twins, tellings

from .test_evidence import STANDING, told


def telling(language: str | None, first: int, **words: int) -> Telling:
    """Four documents from number `first`; words: how many documents carry it at all. Each is carried by two of the four."""
    return Telling(language, 4, 100, {w: (frozenset({first, first + 1}), n) for w, n in words.items()})


ENGLISH = telling("en", 0, vektorhamn=4, lindgren=5, power=30)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (telling("sv", 4, vektorhamn=4, lindgren=5, norrvik=60), True),
        (telling("en", 4, vektorhamn=4, lindgren=5), False),  # in one language the clustering says it
        (telling(None, 4, vektorhamn=4, lindgren=5), False),
        (telling("sv", 4, vektorhamn=4), False),  # one word can be chance
        (replace(telling("sv", 4, vektorhamn=4, lindgren=5), n_docs=9), False),  # named in passing there
        (telling("sv", 0, vektorhamn=4, lindgren=5), False),  # the same documents do not count twice
    ],
)
def test_twins_are_about_names_that_hardly_any_other_document_carries(other: Telling, expected: bool) -> None:
    assert are_twins(ENGLISH, other) is expected
    assert are_twins(other, ENGLISH) is expected


@pytest.mark.parametrize(("of_all", "expected"), [(5, True), (6, False)])
def test_four_of_five_documents_of_a_word_lie_in_twins(of_all: int, expected: bool) -> None:
    mine, other = (telling(code, n, vektorhamn=of_all, lindgren=4) for code, n in (("en", 0), ("sv", 4)))
    assert are_twins(mine, other) is expected


@pytest.mark.parametrize(("carried", "of_all", "expected"), [(3, 5, True), (2, 5, False), (3, 6, False)])
def test_one_rare_name_that_most_of_both_are_about_makes_twins(
    carried: int, of_all: int, expected: bool
) -> None:
    mine = Telling("en", 4, 100, {"vektorhamn": (frozenset(range(carried)), of_all)})
    other = Telling("sv", 4, 100, {"vektorhamn": (frozenset(range(10, 10 + carried)), of_all)})
    assert are_twins(mine, other) is expected
    assert are_twins(other, mine) is expected


def test_the_second_telling_waits_for_the_other_matters_and_says_so() -> None:
    standings = [replace(STANDING, signal_id=name) for name in ("en", "sv", "other")]
    docs = [np.array([1, 2]), np.array([3, 4]), np.array([5, 6])]
    tales = [ENGLISH, telling("sv", 4, vektorhamn=4, lindgren=5), telling("en", 8, glow=2)]

    def flags(n: int) -> tuple[list[bool], list[bool]]:
        return rank.flags(standings, [1, 2, 3], docs, tales, max_flags=n)

    assert flags(1) == ([True, False, False], [False, True, False])
    assert flags(2) == ([True, False, True], [False, True, False])
    assert flags(3) == ([True, True, True], [False, False, False])


def test_words_are_counted_in_the_group_and_in_the_window() -> None:
    history = told(
        (0, "a", "Vektorhamn begins"),
        (2, "a", "Vektorhamn stops"),
        (3, "b", "Vektorhamn opens"),
        (3, "b", "Harbour opens"),
    )
    history = replace(history, languages=("en", "en", "sv", "sv"))
    english, swedish = tellings(history, [np.array([0, 1]), np.array([2, 3])], window_weeks=2)
    assert (english.language, english.n_docs, swedish.language, swedish.n_docs) == ("en", 1, "sv", 2)
    assert english.words == {"vektorhamn": (frozenset({1}), 2)}  # a word of one document says nothing of two
    assert swedish.words == {"opens": (frozenset({2, 3}), 2), "vektorhamn": (frozenset({2}), 2)}
    alike = replace(history, languages=("en",) * 4)
    assert tellings(alike, [np.array([1])], window_weeks=2) == [Telling("en", 1, 3)]
