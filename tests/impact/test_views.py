"""Which signals become points, what systems have in common, bridges and drift."""

import re
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from horizon.impact.bridges import bridges, effective
from horizon.impact.compare import compare
from horizon.impact.identity import balance, drift
from horizon.impact.system import System
from horizon.impact.views import blips
from horizon.pictures.radar import Blip, radar_table

HITS = [
    ("one", "alone", 3.0), ("one", "war", -1.0), ("two", "war", 0.5), ("two", "rate", -1.0), ("one", "rate", -2.0),
    ("one", "other", 0.1), ("two", "other", -0.1),
]  # fmt: skip
SHARED = {
    "alone": (0, 0),
    "war": (2, 1),
    "rate": (1, 1),
    "other": (0, 0),
}  # force -> signals in common, and those that agree


def blip(signal_id: str = "s", **values: Any) -> Blip:
    return Blip(
        **{
            "signal_id": signal_id, "label": f"Signal {signal_id}", "part_name": "Pool", "pestle": "legal", "loop_score": -1.5,
            "sign": -1, "lag_weeks_low": 4, "lag_weeks_high": 26, "confidence": 0.5,
        } | values
    )  # fmt: skip


def test_a_judged_zero_has_no_point_and_an_unknown_sign_has_one() -> None:
    rows = [
        blip("a", sign=0, loop_score=0.0), blip("b", sign=None, loop_score=None, lag_weeks_low=None, lag_weeks_high=None),
        blip("c"),
    ]  # fmt: skip
    found = blips([{f: getattr(r, f) for f in Blip.__dataclass_fields__} for r in rows])
    assert [b.signal_id for b in found] == ["c", "b"]
    assert radar_table(found).records()[1]["Impact"] == "unknown"


def test_a_force_that_hits_two_systems_stands_first_and_says_whether_they_agree() -> None:
    rows = [
        {"system_id": s, "force_id": f, "force_name": f, "pestle": "legal", "part_id": "p", "part_name": "P", "loop_score": score,
         "sign": 1 if score > 0 else -1, "n_signals": 1, "n_shared": SHARED[f][0], "n_agree": SHARED[f][1]}
        for s, f, score in HITS
    ]  # fmt: skip
    found = compare(rows)
    assert [(f["force_id"], f["n_systems"], f["agree"]) for f in found] == [
        ("rate", 2, True), ("war", 2, False), ("other", 2, None), ("alone", 1, None),
    ]  # fmt: skip


@given(st.lists(st.floats(0.01, 10), min_size=1, max_size=8))
def test_an_effective_number_lies_between_one_and_the_count(weights: list[float]) -> None:
    number = effective(weights)
    assert number is not None
    assert 1 - 1e-3 <= number <= len(weights) + 1e-3


def test_a_bridge_ties_two_sectors_and_one_origin_counts_once() -> None:
    assert effective([]) is None
    evidence = [
        {"signal_id": "s", "label": "S", "doc_id": f"d{i}", "origin_id": o, "source_sector": sector}
        for i, (o, sector) in enumerate(
            (("a", "energy"), ("a", "energy"), ("b", "mobility"), ("c", "general"))
        )
    ]
    links = [{"signal_id": "s", "force_id": "f", "pestle": "legal", "confidence": 0.5}]
    found = bridges(evidence, links)
    assert [(b.n_sectors, b.n_categories, b.sectors) for b in found] == [(2.0, 1.0, ("energy", "mobility"))]
    assert bridges(evidence[:2], links) == []


def test_identity_terms_rise_and_fall_in_the_words_of_others(tiny: System) -> None:
    def said(n: int, week: date, title: str, *, own: bool = False) -> list[dict[str, Any]]:
        return [
            {"doc_id": f"{title}{week}{i}", "origin_id": f"{title}{week}{i}", "week_on": week, "title": title, "text": "",
             "language": "en", "is_own": own}
            for i in range(n)
        ]  # fmt: skip

    before, now = date(2026, 2, 23), date(2026, 5, 18)
    rows = [
        *said(6, before, "Telephones again"), *said(1, now, "Telephones again"), *said(1, before, "Sensing roads"),
        *said(6, now, "Sensing roads"), *said(20, now, "Self-driving", own=True), *said(1, now, "Self-driving"),
        *said(10, before, "Weather"), *said(10, now, "Weather"),
    ]  # fmt: skip
    found = {d.term: d for d in drift(tiny, rows, now) if d.language == "en"}
    assert (found["sensing"].direction, found["telephones"].direction) == ("rising", "falling")
    assert found["self-driving"].direction == "unknown"  # one origin; our own publishers do not count
    assert found["self-driving"].change is None
    assert found["sensing"].doc_ids and re.match("Sensing", found["sensing"].doc_ids[0])
    assert balance(found.values()) == {"past": 0.125, "present": 0.125, "emerging": 0.75}
    assert balance([]) == {"past": None, "present": None, "emerging": None}


def test_a_span_with_hardly_a_document_and_a_new_language_tell_no_drift(tiny: System) -> None:
    now, before = date(2026, 5, 18), date(2026, 2, 23)

    def said(n: int, week: date, title: str, language: str | None) -> list[dict[str, Any]]:
        return [
            {"doc_id": f"{title}{week}{language}{i}", "origin_id": f"{title}{week}{language}{i}", "week_on": week, "title": title,
             "text": "", "language": language, "is_own": False}
            for i in range(n)
        ]  # fmt: skip

    # one document stood in the span before: that none of one said it is no fall to one in ten
    rows = [
        *said(1, before, "Weather", "en"),
        *said(10, now, "Sensing roads", "en"),
        *said(90, now, "Weather", "en"),
    ]
    found = {d.term: d for d in drift(tiny, rows, now) if d.language == "en"}
    assert found["sensing"].direction == "steady"
    # a feed in another language came in: nobody says the English word less for it
    rows = [*said(5, before, "Sensing roads", "en"), *said(20, before, "Weather", "en")]
    rows += [
        *said(5, now, "Sensing roads", "en"),
        *said(20, now, "Weather", "en"),
        *said(200, now, "Väder", "sv"),
    ]
    found = {d.term: d for d in drift(tiny, rows, now) if d.language == "en"}
    assert (found["sensing"].change, found["sensing"].share_now) == (0.0, 0.2)
    # nothing in a language at all is unknown, not zero
    swedish = [d for d in drift(tiny, said(9, now, "Sensing roads", "en"), now) if d.language == "sv"]
    assert swedish and all(d.share_now is None and d.change is None for d in swedish)
