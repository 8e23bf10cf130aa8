"""What vectors add to a stance: numbers that can be worked out by hand, weights that are for one embedder alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from benchmarks.train_stance_vectors import fit_part
from horizon.brief.stance import STANCES, StanceModel, chances_of, signals, softmax, stance_of
from horizon.brief.stance_vectors import KINDS, VectorPart, as_read, installed_part, values, vector_sums
from horizon.enrich.embed import load_embedder
from horizon.types import FloatArray


class Two:
    """Unit vectors of two numbers: the first is how often a text says "yes", the second how often "no"."""

    model_id, dim = "two", 2

    def encode(self, texts: Sequence[str]) -> FloatArray:
        found = np.array([[1.0 + t.count("yes"), 1.0 + t.count("no")] for t in texts])
        return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


def part(weight: float, kind: str = "D") -> VectorPart:
    weights = {k: np.zeros((3, 7)) for k in KINDS}
    weights[kind][2, 0] = weight  # of the first number of the text, for "supports"
    return VectorPart("two", ("en",), 0.9, np.zeros(7), np.ones(7), weights, np.array([0.0, 0.5, 0.0]))


def test_values_are_text_difference_product_and_cosine() -> None:
    found = values(np.array([[1.0, 0.0]]), np.array([[0.6, 0.8]]))
    assert found[0].tolist() == pytest.approx([0.6, 0.8, -0.4, 0.8, 0.6, 0.0, 0.6])


def test_sums_are_those_of_the_kind_of_proposition() -> None:
    first = float(Two().encode(["yes"])[0, 0])
    assert vector_sums(part(2.0), Two(), "It should go.", "yes") == pytest.approx([0.0, 0.5, 2 * first])
    assert vector_sums(part(2.0), Two(), "It has gone.", "yes") == pytest.approx([0.0, 0.5, 0.0])
    assert as_read("It should go. ") == as_read("It should go") == "It should go."


def test_words_and_vectors_count_alike_and_the_opposite_is_turned_round() -> None:
    none = signals("a", "b")
    model = StanceModel(none, (1.0,) * len(none), ((0.0,) * len(none),) * 3, (0.0, 1.0, 0.0), 0.5)
    by_vectors = vector_sums(part(4.0), Two(), "It should go.", "yes")
    both = chances_of(model, "It should go.", "yes", part(4.0), Two())
    assert both == pytest.approx(
        softmax([(a + b) / 2 for a, b in zip((0.0, 1.0, 0.0), by_vectors, strict=True)])
    )
    assert chances_of(model, "It should not go.", "yes", part(4.0), Two()) == both[::-1]


def test_weights_for_another_embedder_are_refused() -> None:
    other = VectorPart("three", ("en",), 0.9, np.zeros(7), np.ones(7), {}, np.zeros(3))
    with pytest.raises(ValueError, match="three"):
        vector_sums(other, Two(), "a", "b")


def test_an_embedder_without_weights_leaves_it_to_the_words() -> None:
    target, text = "The port should grow.", "We support it."
    assert installed_part("two") is None
    assert stance_of(target, text, embedder=Two()) == stance_of(target, text)


def test_training_finds_what_was_planted_and_turns_negated_propositions() -> None:
    rows = [
        {"target": target, "text": text, "stance": side}
        for target, text, side in (
            ("It should go.", "yes yes yes", "supports"), ("It should go.", "no no no", "contradicts"),
            ("It should not go.", "yes yes yes", "contradicts"), ("It should not go.", "no no no", "supports"),
        )
        for _ in range(20)
    ]  # fmt: skip
    learned = fit_part(rows, Two(), ("en",))
    sums = vector_sums(learned, Two(), "It should go.", "yes yes yes")
    assert STANCES[int(np.argmax(sums))] == "supports"
    assert learned.model_id == "two" and set(learned.weights) == set(KINDS)


def test_the_vectors_of_the_default_embedder_move_a_stance_the_same_way_twice() -> None:
    embedder = load_embedder("minilm-int8")
    target = "The harbour should be dredged."
    text = "Larger ships now turn away at the mouth, and the pilots want the fairway deepened."
    first, again = (stance_of(target, text, embedder=embedder) for _ in range(2))
    assert first == again and first.probability != stance_of(target, text).probability
