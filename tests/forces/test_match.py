"""Cues in text: horizon/cues.py through the catalogue's matcher."""

from pathlib import Path

import numpy as np
import pytest

from horizon.cues import COMPOUND, CueIndex, composed
from horizon.forces.catalogue import Force, load
from horizon.forces.classify import classify
from horizon.forces.match import HINT_WEIGHT, PHRASE_WEIGHT, ForceCues, nearness, standing
from horizon.types import FloatArray

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def forces() -> tuple[Force, ...]:
    return load([ROOT / "data" / "forces.toml"])


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("skatt", "Skatterna höjs"),
        ("väpnad konflikt", "de väpnade konflikterna"),
        ("elnätskapacitet", "brist på elnätskapaciteten"),
        ("företag", "företagens villkor"),
        ("sverige", "Sveriges regering"),
        ("flicka", "flickorna"),
    ],
)
def test_swedish_inflections_are_the_same_word(cue: str, text: str) -> None:
    hits = CueIndex({"x": [cue]}, "sv").find(text)
    assert [(h.cue, h.quality) for h in hits] == [(cue, 1.0)]


@pytest.mark.parametrize(
    ("text", "found"), [("inkomstskatten", True), ("skattelagen", True), ("skatan", False)]
)
def test_a_swedish_cue_is_found_in_compounds_for_less(text: str, found: bool) -> None:
    hits = CueIndex({"x": ["skatt"]}, "sv").find(text)
    assert [h.quality for h in hits] == ([COMPOUND] if found else [])


def test_short_cues_are_not_sought_in_compounds() -> None:
    assert CueIndex({"x": ["val"]}, "sv").find("valutan faller") == []


def test_english_has_plurals_but_no_compounds() -> None:
    index = CueIndex({"x": ["air strike", "city"]}, "en")
    assert [h.cue for h in index.find("Air strikes hit two cities; the city's velocity")] == [
        "air strike",
        "city",
        "city",
    ]
    assert index.find("airstriker intercity") == []


def test_the_longest_cue_at_a_place_counts() -> None:
    hits = CueIndex({"x": ["tax", "tax credit"]}, "en").find("A tax credit")
    assert [h.cue for h in hits] == ["tax credit"]


def test_hit_places_point_at_the_text() -> None:
    text = composed("Nya elnätskapaciteter i Norrvik")
    hit = CueIndex({"x": ["elnätskapacitet"]}, "sv").find(text)[0]
    assert text[hit.start : hit.end] == "elnätskapaciteter"


def test_phrases_weigh_more_than_words_and_words_more_than_hints(forces: tuple[Force, ...]) -> None:
    cues = ForceCues(forces)
    assert cues.find("a tax credit", "en")["tax-policy"].score == PHRASE_WEIGHT
    assert cues.find("the tax", "en")["tax-policy"].score == 1.0
    assert cues.find("the president", "en")["public-administration"].score == HINT_WEIGHT


def test_saying_it_twice_is_not_more(forces: tuple[Force, ...]) -> None:
    cues = ForceCues(forces)
    once, twice = (
        cues.find(text, "en")["battery-technology"] for text in ("a battery", "a battery, a battery")
    )
    assert once.score == twice.score


def test_text_of_unknown_language_is_read_in_both(forces: tuple[Force, ...]) -> None:
    cues = ForceCues(forces)
    assert "tax-policy" in cues.find("skatten", None)
    assert "tax-policy" in cues.find("taxes", None)
    assert "tax-policy" not in cues.find("taxes", "sv")


def test_nearness_is_the_mean_of_the_three_nearest_cues() -> None:
    angles: FloatArray = np.array([[0.9, 0.0], [0.6, 0.0], [0.3, 0.0], [-1.0, 0.0]], dtype=np.float32)
    text: FloatArray = np.array([[1.0, 0.0]], dtype=np.float32)
    assert nearness(text, [angles])[0, 0] == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("text", "language", "pestle"),
    [
        ("Central bank raises interest rate as inflation stays high", "en", "economic"),
        ("Supreme Court hears patent lawsuit", "en", "legal"),
        ("Regeringen vill skydda hotade arter och våtmarker", "sv", "environmental"),
        ("Ny forskning om kvantdatorer", "sv", "technological"),
        ("Zzz qqq", "en", None),
    ],
)
def test_category_by_nearest_force(
    forces: tuple[Force, ...], text: str, language: str, pestle: str | None
) -> None:
    found = classify([text], [language], forces)[0]
    assert found.pestle == pestle
    assert sum(found.shares) == pytest.approx(1.0 if pestle else 0.0)


def test_standing_is_told_against_all_forces_of_the_text() -> None:
    near = np.full((2, 40), 0.2, dtype=np.float32)
    near[:, ::2] += 0.02
    near[0, 7], near[1] = 0.5, near[1] + 0.3
    near[1, 7] = 0.8
    apart = standing(near)
    assert (
        apart[:, 7].min() > 3 and abs(apart[0, 7] - apart[1, 7]) < 0.1
    )  # the height of the whole row tells nothing
    assert abs(apart.mean(axis=1)).max() < 1e-5
    few = standing(near[:, :3])  # too few for a mean of their own
    assert few[0, 1] < few[1, 1]
