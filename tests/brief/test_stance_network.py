"""The cross-encoder beside words and vectors: how they are joined, what is read once, and propositions turned for training."""

from __future__ import annotations

import math

import numpy as np
import pytest

from benchmarks.stance_turns import turned
from horizon.brief.stance import STANCES, joined, stance_of
from horizon.brief.stance_network import Network, installed_network, read


class Sure:
    """A network that is sure of one answer, and counts how often it is asked."""

    model_id = "sure"

    def __init__(self, answer: int) -> None:
        self.answer, self.n_asked = answer, 0

    def log_chances(self, pairs: list[tuple[str, str]]) -> np.ndarray:
        self.n_asked += len(pairs)
        found = np.full((len(pairs), len(STANCES)), math.log(0.01))
        found[:, self.answer] = math.log(0.98)
        return found


def network(answer: int, weight: float = 1.0, told_from: float = 0.5) -> Network:
    return Network(Sure(answer), weight, told_from)  # type: ignore[arg-type]


def test_words_and_network_are_joined_by_their_log_chances() -> None:
    by_hand = np.array([0.5 * 0.2**2, 0.3 * 0.7**2, 0.2 * 0.1**2])
    found = joined([0.5, 0.3, 0.2], np.log([0.2, 0.7, 0.1]).tolist(), 2.0)
    assert found == pytest.approx((by_hand / by_hand.sum()).tolist())
    assert joined([0.5, 0.3, 0.2], [-1.0, -2.0, -3.0], 0.0) == pytest.approx([0.5, 0.3, 0.2])


@pytest.mark.parametrize("answer", range(len(STANCES)))
def test_a_sure_network_decides_and_its_threshold_tells(answer: int) -> None:
    target, text = "The port should get a second track.", "The council met on Tuesday."
    sure = stance_of(target, text, network=network(answer, weight=3.0))
    assert sure.best == sure.stance == STANCES[answer]
    assert stance_of(target, text, network=network(answer, weight=3.0, told_from=1.0)).stance is None


def test_a_sentence_is_read_once() -> None:
    asked = network(1)
    for _ in range(3):
        read(asked, "The port should get a second track.", "The mayor rejects it.")
    assert asked.encoder.n_asked == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("target", "text", "wanted"),
    [
        ("The harbour should be closed.", "Closing the harbour would be a grave mistake, the skippers say.", "contradicts"),
        ("Kommunen bör inte sälja badhuset.", "Att sälja badhuset vore ett svek mot barnen, skriver föreningen.", "supports"),
        ("Skolan bör få fler lärare.", "Nämnden beslutar i oktober om skolan ska få fler lärare.", "neutral"),
    ],
)  # fmt: skip
def test_plain_cases(target: str, text: str, wanted: str) -> None:
    installed = installed_network()
    assert installed is not None
    assert stance_of(target, text, network=installed).best == wanted


@pytest.mark.parametrize(
    ("target", "language", "wanted"),
    [
        ("Wolves must not be shot", "en", "Wolves must be shot"),
        ("Wolves must be shot", "en", "Wolves should not be shot"),
        ("Homework does not narrow gaps", "en", "Homework does narrow gaps"),
        ("Trains cannot run at night", "en", "Trains can run at night"),
        ("Screening does more harm than good", "en", "It is not true that screening does more harm than good"),
        ("AI-read scans find more", "en", "It is not true that AI-read scans find more"),
        ("Skolan bör vara kvar", "sv", "Skolan bör inte vara kvar"),
        ("Avgiften ska inte höjas", "sv", "Avgiften ska höjas"),
        ("Staten måste betala", "sv", "Det stämmer inte att staten måste betala"),
    ],
)  # fmt: skip
def test_a_proposition_turned_round(target: str, language: str, wanted: str) -> None:
    assert turned(target, language) == wanted


def test_stances_stand_so_that_turning_round_swaps_the_sides() -> None:
    assert STANCES == ("contradicts", "neutral", "supports")
