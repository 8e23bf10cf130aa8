"""The trend radar: picture and table say the same, nothing rests on colour, and unknown is neither 0 nor weak."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from horizon.pictures.radar import (
    HEIGHT,
    RINGS,
    UNKNOWN_RING,
    WIDTH,
    Blip,
    draw_radar,
    radar_table,
    ring_of,
)
from horizon.pictures.svg import ALONE, ON_PAGE, alone, inline, page, style
from horizon.pictures.words import PESTLE, words

SVG = "{http://www.w3.org/2000/svg}"


def blip(signal_id: str = "s", **values: Any) -> Blip:
    return Blip(
        **{
            "signal_id": signal_id, "label": f"Signal {signal_id}", "part_name": "Pool", "pestle": "legal", "loop_score": -1.5,
            "sign": -1, "lag_weeks_low": 4, "lag_weeks_high": 26, "confidence": 0.5,
        } | values
    )  # fmt: skip


def dots(root: ET.Element) -> list[ET.Element]:
    """The circle of each point, without its weave and without the legend."""
    return [c for g in root.iter(f"{SVG}g") if (c := g.find(f"{SVG}circle")) is not None]


def test_the_ring_is_the_soonest_effect_and_unknown_has_its_own() -> None:
    assert [ring_of(weeks) for weeks in (0, 13, 14, 52, 104, 105)] == [
        "3 months", "3 months", "1 year", "1 year", "2 years", "later",
    ]  # fmt: skip
    assert ring_of(None) == UNKNOWN_RING
    assert ring_of(10_001) == "later"  # lags along a chain of influences have no upper end


def test_touching_no_part_is_not_the_same_as_not_judged() -> None:
    apart = blip("a", part_name=None, loop_score=None, sign=None, confidence=None, is_apart=True)
    unjudged = replace(apart, signal_id="b", is_apart=False)
    points = [apart, unjudged]
    root = ET.fromstring(alone(draw_radar(points, subtitle="x")))
    assert [c.get("class") for c in dots(root)] == ["apart", "open"]
    assert [len(g.findall(f"{SVG}circle")) for g in root.iter(f"{SVG}g")] == [
        1,
        2,
    ]  # nothing to be sure of, no weave
    marks = [t.text for t in root.iter(f"{SVG}text") if t.get("class") == "mark"]
    assert marks[:2] == ["1∅", "2?"]
    assert "touches no part" in " ".join(t.text or "" for t in root.iter(f"{SVG}text"))
    cells = [(r["Part"], r["Impact"], r["Confidence"]) for r in radar_table(points).records()]
    assert cells == [("touches no part", "–", "–"), ("unknown", "unknown", "unknown")]


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_picture_has_title_description_legend_and_every_row_of_the_table(language: str) -> None:
    points = [
        blip("a <&>"),
        blip("b", sign=1, loop_score=2.0),
        blip("c", sign=None, loop_score=None, lag_weeks_low=None, confidence=None, part_name=None),
        blip("d", sign=0, loop_score=0.0),
    ]
    picture, table = (
        draw_radar(points, subtitle="X & Y", language=language),
        radar_table(points, language=language),
    )
    root = ET.fromstring(alone(picture))
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == f"{words(language)['radar']}: X & Y"
    described = root.findtext(f"{SVG}desc") or ""
    for row in table.rows:
        assert all(cell in described for cell in row)
    texts = [t.text or "" for t in root.iter(f"{SVG}text") if t.get("class") == "mark"]
    marks = [t for t in texts if t[0].isdigit()]
    assert marks == ["1−", "2+", "3?", "4="]  # the sign is a character
    told = " ".join(t.text or "" for t in root.iter(f"{SVG}text"))
    for key in ("key_ring", "key_sector", "key_size", "key_opacity", "gain", "loss", "open", "neutral"):
        assert words(language)[key] in told, key
    made = page(picture, table, language=language, empty="none")
    assert made.count("<tr>") == 5
    assert "Signal a &lt;&amp;&gt;" in made


def test_size_is_impact_opacity_is_confidence_and_unknown_is_woven() -> None:
    points = [
        blip("a", loop_score=-3.0, confidence=0.9),
        blip("b", loop_score=-0.5, confidence=0.2),
        blip("c", confidence=None),
    ]
    picture = draw_radar(points, subtitle="x")
    root = ET.fromstring(alone(picture))
    strong, faint, unknown = dots(root)
    assert float(strong.get("r", "")) > float(unknown.get("r", "")) > float(faint.get("r", ""))
    assert float(strong.get("fill-opacity", "")) > float(faint.get("fill-opacity", "")) > 0
    assert unknown.get("fill-opacity") == "0"
    woven = [len(g.findall(f"{SVG}circle")) for g in root.iter(f"{SVG}g")]
    assert woven == [1, 1, 2]
    assert [row[-1] for row in radar_table(points).rows] == ["0.90", "0.20", "unknown"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*PESTLE, None]), st.one_of(st.none(), st.integers(0, 30_000)), st.floats(-3, 3)
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
    root = ET.fromstring(alone(draw_radar(points, subtitle="x")))
    circles = dots(root)
    assert len(circles) == len(points)
    radii = sorted(float(c.get("r", "")) for c in root.iter(f"{SVG}circle") if c.get("class") == "line")
    assert len(set(radii)) == len(RINGS) + 1
    rings = [*(name for _, name in RINGS), UNKNOWN_RING]
    for circle, point in zip(circles, points, strict=True):
        x, y = float(circle.get("cx", "")), float(circle.get("cy", ""))
        assert 0 < x < WIDTH and 0 < y < HEIGHT
        outer = rings.index(ring_of(point.lag_weeks_low))
        distance = ((x - 400) ** 2 + (y - 320) ** 2) ** 0.5
        assert ([0.0, *radii][outer]) < distance < radii[outer]


def test_text_that_no_xml_allows_is_dropped_and_the_bytes_are_the_same_each_time() -> None:
    points = [
        blip("x", label="bell \x07 \u202eturned</title><script>alert(1)</script>", part_name="\x00 <b>")
    ]
    first, again = (draw_radar(points, subtitle="\x1b & <i>") for _ in range(2))
    assert inline(first) == inline(again)
    root = ET.fromstring(inline(first))
    assert {e.tag for e in root.iter()} <= {
        f"{SVG}{t}" for t in ("svg", "title", "desc", "defs", "pattern", "circle", "line", "text", "g")
    }
    assert "\u202e" not in inline(first)


def test_a_page_colours_the_picture_by_its_own_variables_and_a_file_by_none() -> None:
    assert "var(--ink)" in style(ON_PAGE)
    assert "var(" not in style(ALONE) and "$" not in style(ALONE)
    assert all(rule.strip().startswith(".picture") for rule in style(ALONE).split("}") if rule.strip())
