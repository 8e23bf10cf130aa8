"""Every factor of an impact can be worked out again by hand, from its derivation and from what `horizon explain` prints of it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from horizon.cli.explained import explained
from horizon.config import ImpactSettings, models_root
from horizon.impact import stage
from horizon.impact.direction import PRIOR, Direction, TextTerms
from horizon.impact.exposure import ACTOR_WEIGHT, FULL_SHARE, rounded
from horizon.impact.heard import load_hearing
from horizon.impact.inputs import LEADING, direction_inputs
from horizon.impact.reading import HALF_SURE
from horizon.impact.score import TiedForce
from horizon.impact.system import System
from horizon.storage.store import Store
from tests.impact.generated import systems, ties
from tests.impact.test_properties import DIGIT, scored, texts

Make = Callable[..., Any]
WEEK = date(2026, 5, 18)
NUMBER = r"-?\d+(?:\.\d+)?"
ONE = re.compile(rf"\[\d+\] ({NUMBER}) \(([^)]*)\)")  # [2] 0.6321 (crew alpha 1.5)
OTHERS = re.compile(rf"others n (\d+), sum ({NUMBER})")
TITLES = (
    "Crew alpha leaves Norrvik after a strike", "Isvaka mourns crew alpha", "Crew alpha and crewalone fall in Finland",
    "Crewalone is hit", "The alpha of a crew is gone, cash too", "Road Board and Isvaka bury crew alpha", "Crew alpha again",
    "A quiet day", "Losses of the crew grow",
)  # fmt: skip


@pytest.fixture
def printed(tiny: System, document: Make, fill: Make, facts: dict[str, Any]) -> dict[str, str]:
    """The steps of people.resource as `explain` prints them, by their name."""
    rows = [document(f"d{n}", title, source_family=f"f{n}") for n, title in enumerate(TITLES)]
    with Store.in_memory() as store:
        window = fill(store, rows, [("s", "war", 0.8, tuple(f"d{n}" for n in range(4)))])
        stage.run(
            store, ImpactSettings(), window, systems=[tiny], force_facts=facts, hearing=load_hearing(models_root() / "directions")
        )  # fmt: skip
        key = {"signal_id": "s", "week_on": WEEK, "as_of": window.as_of}
        lines = explained(
            {
                "signal": {"label": "s", "signal_id": "s", "week_on": WEEK}, "forces": [], "lenses": [],
                "evidence": [{"rank": n, "doc_id": row["doc_id"]} for n, row in enumerate(rows, start=1)],
                "impacts": store.rows("status/signal_impacts", **key),
            }
        )  # fmt: skip
    start = next(n for n, line in enumerate(lines) if "people.resource, through war" in line)
    block = lines[start + 1 : lines.index("", start) if "" in lines[start:] else None]
    return {line[4:16].strip(): line[17:] for line in block if line.strip()}


def said(step: str) -> float:
    return float(step.split(";")[0].split(" ")[0])


def told(step: str) -> list[tuple[float, dict[str, float]]]:
    """Score of each document, and what gave it."""
    inner = re.compile(rf"([^,]+?) ({NUMBER})(?:, |$)")
    return [
        (float(s), {k.strip(): float(v) for k, v in inner.findall(gave)}) for s, gave in ONE.findall(step)
    ]


def joined(step: str) -> tuple[list[float], float, int]:
    """Scores of the documents, sum of all, and the origins they are joined over."""
    scores = [score for score, _ in told(step)]
    more = OTHERS.search(step)
    origins = re.search(r"n origins (\d+)", step)
    assert origins
    return scores, sum(scores) + (float(more[2]) if more else 0.0), int(origins[1])


def test_text_entity_wording_and_direction_are_worked_out_again_from_the_print_alone(
    printed: dict[str, str],
) -> None:
    text, entity, wording, direction = (printed[n] for n in ("text", "entity", "wording", "direction"))
    for score, cues in told(text):
        assert cues and score == pytest.approx(1 - math.exp(-sum(cues.values()) / HALF_SURE), abs=DIGIT)
    for score, actors in told(entity):
        assert actors and score == pytest.approx(1 - math.prod(1 - w for w in actors.values()), abs=DIGIT)
    for score, claims in told(wording):
        assert claims and score == pytest.approx(sum(1 / k for k in claims.values()), abs=DIGIT)
    for step in (text, entity):
        scores, total, n_origins = joined(step)
        assert n_origins == len(TITLES)
        assert said(step) == pytest.approx(
            max(scores) * min(1.0, total / (FULL_SHARE * n_origins)), abs=DIGIT
        )
    assert 0 < said(entity) < 1 - (1 - ACTOR_WEIGHT) ** 2, "a spread that is not full shows the join"
    _, total, n_origins = joined(wording)
    assert said(wording) == pytest.approx(total / n_origins, abs=DIGIT)
    votes = told(direction)
    assert len(votes) == 4
    for odds, terms in votes:
        assert terms and odds == pytest.approx(PRIOR + sum(terms.values()), abs=DIGIT)
    receding = sum(odds < 0 for odds, _ in votes)
    assert said(direction) == (-1 if 2 * receding > len(votes) else 1)
    means = re.search(rf"terms start {PRIOR}, heard ({NUMBER})", direction)
    assert means
    assert float(means[1]) == pytest.approx(sum(t["heard"] for _, t in votes) / len(votes), abs=DIGIT)


def test_no_more_than_the_leading_documents_are_listed_and_the_others_are_counted(
    printed: dict[str, str],
) -> None:
    assert len(told(printed["text"])) == LEADING
    n, total = OTHERS.findall(printed["text"])[0]
    assert (int(n), float(total)) == (1, 0.4866)
    scores = [score for score, _ in told(printed["text"])]
    assert scores == sorted(scores, reverse=True)


def test_place_tells_its_documents(printed: dict[str, str]) -> None:
    documents = re.findall(rf"\[\d+\] ({NUMBER}) \((\w+)\)", printed["place"])
    assert sorted(documents) == [("0.8", "partner"), ("1", "home")]
    assert said(printed["place"]) == pytest.approx(0.9)


@given(systems(), ties(least=1), st.data())
def test_every_factor_follows_from_its_documents(
    system: System, forces: list[TiedForce], data: st.DataObject
) -> None:
    for row in scored(system, data.draw(texts(system)), forces).impacts:
        for name in ("text", "entity", "wording"):
            step = row.derivation[name]
            scores = [score for _, score, _ in step.get("documents", ())]
            assert len(scores) <= LEADING
            total = sum(scores) + step.get("others", {}).get("sum", 0.0)
            if not scores:
                assert step == {"score": 0.0}
            elif name == "wording":
                assert step["score"] == pytest.approx(total / step["n_origins"], abs=DIGIT)
            else:
                full = min(1.0, total / (FULL_SHARE * step["n_origins"]))
                assert step["score"] == pytest.approx(scores[0] * full, abs=DIGIT)
        for name in ("place", "trade"):
            step = row.derivation[name]
            scores = [score for _, score, _ in step.get("documents", ())]
            more = step.get("others", {"n": 0, "sum": 0.0})
            mean = (sum(scores) + more["sum"]) / (len(scores) + more["n"]) if scores else None
            assert step["score"] == (None if mean is None else pytest.approx(mean, abs=DIGIT))
        if "relevance" in row.derivation:
            step, trade = row.derivation["relevance"], row.derivation["trade"]["score"] or 0.0
            best = max(step["best_part"].values(), default=0.0)
            assert step["closeness"] == pytest.approx(1 - (1 - best) * (1 - 0.6 * trade), abs=DIGIT)
            assert step["score"] == pytest.approx(
                step["unsaid"] + (1 - step["unsaid"]) * step["closeness"], abs=DIGIT
            )


@given(st.lists(st.floats(-2, 2).map(rounded), min_size=1, max_size=9), st.booleans())
def test_a_direction_follows_from_its_texts_turned_or_not(odds: list[float], is_turned: bool) -> None:
    score = -1 if 2 * sum(PRIOR + o < 0 for o in odds) > len(odds) else 1
    way = Direction(
        score, "heard", (), score, {"start": PRIOR}, tuple(TextTerms(f"d{n}", {"heard": o}) for n, o in enumerate(odds))
    )  # fmt: skip
    step = direction_inputs(way.turned() if is_turned else way, "why")
    listed = [value for _, value, _ in step["documents"]]
    others = step.get("others", {"n": 0, "below_0": 0, "above_0": 0})
    n = len(listed) + others["n"]
    assert n == len(odds)
    if is_turned:
        again = 1 if 2 * (sum(value > 0 for value in listed) + others["above_0"]) > n else -1
    else:
        again = -1 if 2 * (sum(value < 0 for value in listed) + others["below_0"]) > n else 1
    assert step["score"] == again
