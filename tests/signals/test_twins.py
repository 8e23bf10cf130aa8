"""One matter in two languages takes one of the places, as long as others want the rest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from horizon.signals import rank
from horizon.signals.twins import Telling, are_twins, tellings

from .test_evidence import STANDING, told

ENGLISH = Telling("en", {"vektorhamn": (2, 4), "lindgren": (1, 2), "power": (3, 30)})
SWEDISH = Telling("sv", {"vektorhamn": (2, 4), "lindgren": (1, 2), "norrvik": (3, 60)})


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (SWEDISH, True),
        (replace(SWEDISH, language="en"), False),  # in one language the documents and the clustering say it
        (replace(SWEDISH, language=None), False),
        (replace(SWEDISH, words={"vektorhamn": (2, 4)}), False),  # one word can be chance
        (
            replace(SWEDISH, words={"vektorhamn": (2, 12), "lindgren": (1, 2)}),
            False,
        ),  # spoken of elsewhere, too
    ],
)
def test_twins_share_names_that_hardly_any_other_document_carries(other: Telling, expected: bool) -> None:
    base = ENGLISH if other.words.get("vektorhamn") != (2, 12) else replace(
        ENGLISH, words={**ENGLISH.words, "vektorhamn": (2, 12)}
    )  # fmt: skip
    assert are_twins(base, other) is expected
    assert are_twins(other, base) is expected


def test_the_second_telling_waits_for_the_other_matters() -> None:
    standings = [replace(STANDING, signal_id=name) for name in ("en", "sv", "other")]
    docs = [np.array([1, 2]), np.array([3, 4]), np.array([5, 6])]
    tales = [ENGLISH, SWEDISH, Telling("en", {"glow": (2, 2)})]

    def flagged(n: int) -> list[bool]:
        return rank.flags(standings, [1, 2, 3], docs, tales, max_flags=n)

    assert flagged(1) == [True, False, False]
    assert flagged(2) == [True, False, True]
    assert flagged(3) == [True, True, True]


def test_words_are_counted_in_the_group_and_in_all_that_is_known() -> None:
    history = told((0, "a", "Vektorhamn stops"), (1, "b", "Vektorhamn opens"), (1, "b", "Harbour opens"))
    history = replace(history, languages=("en", "sv", "sv"))
    english, swedish = tellings(history, [np.array([0]), np.array([1, 2])])
    assert (english.language, swedish.language) == ("en", "sv")
    assert english.words == {"vektorhamn": (1, 2)}  # a word of one document says nothing of two
    assert swedish.words == {"opens": (2, 2), "vektorhamn": (1, 2)}
    assert tellings(replace(history, languages=("en",) * 3), [np.array([0])]) == [Telling()]
