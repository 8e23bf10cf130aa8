"""The trend radar: picture and table say the same, and nothing rests on colour."""

import re
import xml.etree.ElementTree as ET
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from horizon.impact.bridges import bridges, effective
from horizon.impact.compare import compare
from horizon.impact.heat import heat_of, table
from horizon.impact.identity import balance, drift
from horizon.impact.radar import PESTLE, RINGS, SIZE, UNKNOWN_RING, Blip, blips, draw_radar, ring_of, to_page
from horizon.impact.radar import table as radar_table
from horizon.impact.system import System

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
SVG = "{http://www.w3.org/2000/svg}"


def blip(signal_id: str = "s", **values: Any) -> Blip:
    return Blip(
        **{
            "signal_id": signal_id, "label": f"Signal {signal_id}", "part_name": "Pool", "pestle": "legal", "loop_score": -1.5,
            "sign": -1, "lag_weeks_low": 4, "lag_weeks_high": 26, "confidence": 0.5,
        } | values
    )  # fmt: skip


def test_the_ring_is_the_soonest_effect_and_unknown_has_its_own() -> None:
    assert [ring_of(weeks) for weeks in (0, 13, 14, 52, 104, 105)] == [
        "3 months", "3 months", "1 year", "1 year", "2 years", "later",
    ]  # fmt: skip
    assert ring_of(None) == UNKNOWN_RING


def test_a_judged_zero_has_no_point_and_an_unknown_sign_has_one() -> None:
    rows = [
        blip("a", sign=0, loop_score=0.0), blip("b", sign=None, loop_score=None, lag_weeks_low=None, lag_weeks_high=None),
        blip("c"),
    ]  # fmt: skip
    found = blips([{f: getattr(r, f) for f in Blip.__dataclass_fields__} for r in rows])
    assert [b.signal_id for b in found] == ["c", "b"]
    assert radar_table(found)[1]["Impact"] == "unknown"


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_picture_has_title_description_and_every_row_of_the_table(language: str) -> None:
    points = [
        blip("a <&>"),
        blip("b", sign=1, loop_score=2.0),
        blip("c", sign=None, loop_score=None, lag_weeks_low=None),
    ]
    page = to_page(points, subtitle="X & Y", language=language)
    root = ET.fromstring(draw_radar(points, subtitle="X & Y", language=language))
    assert root.find(f"{SVG}title") is not None
    described = root.findtext(f"{SVG}desc") or ""
    for row in radar_table(points, language=language):
        assert list(row.values())[1] in described
    marks = [t.text for t in root.iter(f"{SVG}text") if t.get("class") == "mark"]
    assert marks == ["1−", "2+", "3?"]  # the sign is a character
    assert page.count("<tr>") == 4
    assert "Signal a &lt;&amp;&gt;" in page


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*PESTLE, None]), st.one_of(st.none(), st.integers(0, 300)), st.floats(-3, 3)
        ),
        max_size=40,
    )
)
def test_every_point_lies_in_the_picture_within_its_ring(
    found: list[tuple[str | None, int | None, float]],
) -> None:
    points = [
        blip(str(i), pestle=p, lag_weeks_low=lag, loop_score=score, sign=(score > 0) - (score < 0) or None)
        for i, (p, lag, score) in enumerate(found)
    ]
    root = ET.fromstring(draw_radar(points, subtitle="x"))
    circles = [c for c in root.iter(f"{SVG}circle") if c.get("class") != "ring"]
    assert len(circles) == len(points)
    radii = {c.get("r") for c in root.iter(f"{SVG}circle") if c.get("class") == "ring"}
    assert len(radii) == len(RINGS) + 1
    for circle in circles:
        assert 0 < float(circle.get("cx", "")) < SIZE and 0 < float(circle.get("cy", "")) < SIZE


def test_heat_keeps_threat_and_opportunity_apart() -> None:
    rows = [
        {"part_id": "p", "signal_id": s, "label": s, "force_id": "f", "loop_score": score}
        for s, score in (("a", -2.0), ("b", 1.0), ("c", None), ("d", -0.5))
    ]
    heat = heat_of(rows)["p"]
    assert (heat.threat, heat.opportunity, heat.n_threats, heat.n_opportunities, heat.n_unknown) == (
        -2.0,
        1.0,
        2,
        1,
        1,
    )
    shown = table({"p": heat}, {"p": "Pool", "q": "Quay"})
    assert [row["part_id"] for row in shown] == ["p", "q"]
    assert shown[1]["threat"] is None  # nothing touched it: not a zero


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
