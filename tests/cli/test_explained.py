"""A derivation as a strategist reads it: every number with its rule and inputs, every document by its place in the evidence."""

from __future__ import annotations

import json
from typing import Any

from horizon.cli.explained import explained, step

HASH = "0123456789abcdef" * 4
NUMBERS = {"d1": "[1]", "d2": "[2]"}


def parts(**impact: Any) -> dict[str, Any]:
    row = {
        "system_id": "tiny", "part_id": "people.resource", "force_id": "war", "sign": -1,
        "direct_score": -0.5, "loop_score": -0.6,
        "confidence": 0.4, "bearing_score": 0.9, "lag_weeks_low": 4, "lag_weeks_high": 26, "doc_ids": ["d2", "d1"],
        "derivation": json.dumps({
            "text": {"score": 0.6321, "documents": [["d2", 0.6321, {"crew alpha": 1.5}], ["gone", 0.4866]],
                     "others": {"n": 3, "sum": 1.2}, "n_origins": 6},
            "bearing": None,
            "loop": {"score": -0.6, "from": {"people.resource": {"hit": -0.5, "weight": 0.2, "adds": -0.1}},
                     "formula": "direct + adds"},
        }),
    } | impact  # fmt: skip
    evidence = [
        {"rank": n, "stance": "supports", "doc_id": f"d{n}", "title": "T" * 60, "body_hash": HASH}
        for n in (1, 2)
    ]
    force = {
        "force_id": "war", "confidence": 0.7, "cue_score": 1.0, "similarity": None, "standing": None, "learnt": None,
        "doc_ids": ["d2", "gone"], "phrases": ["war"],
    }  # fmt: skip
    return {
        "signal": {"label": "A war", "signal_id": "s", "week_on": "2026-05-18", "n_families": 2, "is_flagged": True},
        "evidence": evidence, "forces": [force], "lenses": [], "impacts": [row],
    }  # fmt: skip


def test_an_impact_says_in_words_what_it_is_and_by_which_documents() -> None:
    text = "\n".join(explained(parts()))
    assert "tiny / people.resource, through war: a threat, in 4 to 26 weeks" in text
    assert "direct -0.5  with loop -0.6  confidence 0.4  bearing 0.9" in text
    assert "documents    [2] [1]" in text
    assert (
        "text         0.6321; documents [2] 0.6321 (crew alpha 1.5), gone 0.4866; others n 3, sum 1.2; n origins 6"
        in text
    )
    assert "loop         -0.6 = direct + adds; from people.resource (hit -0.5, weight 0.2, adds -0.1)" in text
    block = text[text.index("tiny / people.resource") :]
    assert "bearing      " not in block  # nothing is known of it
    assert "{" not in text


def test_the_rules_of_the_steps_stand_once_before_the_impacts() -> None:
    twice = parts() | {"impacts": [*parts()["impacts"], *parts()["impacts"]]}
    lines = explained(twice)
    told = [n for n, line in enumerate(lines) if line.startswith("    text         best document x min(1,")]
    assert len(told) == 1 and told[0] < lines.index(
        "  tiny / people.resource, through war: a threat, in 4 to 26 weeks"
    )


def test_what_is_unknown_is_said_and_a_judged_zero_is_none() -> None:
    blank = parts(sign=None, force_id=None, direct_score=None, loop_score=None, lag_weeks_low=None)
    assert "people.resource: sign unknown" in "\n".join(explained(blank))
    assert "direct unknown  with loop unknown" in "\n".join(explained(blank))
    assert "through war: no effect" in "\n".join(explained(parts(sign=0)))


def test_a_document_outside_the_evidence_keeps_its_id_and_a_hash_stands_whole() -> None:
    lines = explained(parts())
    assert any("[2] gone" in line for line in lines)
    assert HASH in "\n".join(lines)
    assert any(
        line.startswith("  n_families") and line.endswith("publishing houses that tell it") for line in lines
    )


def test_every_input_of_a_step_is_told() -> None:
    told = step(
        {"score": 0.5, "terms": {"start": -4.1, "news": 0.25}, "is_systemic": True, "words": [], "why": None},
        NUMBERS,
    )
    assert told == "0.5; terms start -4.1, news 0.25; is systemic yes; why unknown"


def test_a_signal_that_touches_nothing_says_so() -> None:
    assert explained(parts() | {"impacts": []})[-1] == "none: no part of a system is tied to it"
