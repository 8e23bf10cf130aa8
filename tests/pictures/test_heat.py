"""The heat map: threats and opportunities apart; a figure, 0, unknown and untouched are four different things."""

import xml.etree.ElementTree as ET
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from horizon.pictures.heat import LAYERS, EnginePart, HeatMap, heat_map, heat_table
from horizon.pictures.heat_map import WIDTH, draw_heat_map
from horizon.pictures.svg import alone
from horizon.pictures.words import words

SVG = "{http://www.w3.org/2000/svg}"
PARTS = [
    EnginePart(part_id=f"{e}{n}", part_name=f"Part {e}{n}", part_kind=kind, engine_name=f"Engine {e}")
    for e in "ab"
    for n, kind in enumerate(("resource", "conversion", "effect"))
]


def touch(part_id: str, signal_id: str, score: float | None, **values: Any) -> dict[str, Any]:
    return {
        "part_id": part_id, "signal_id": signal_id, "label": f"Signal {signal_id}", "force_name": "War", "layer": "world",
        "loop_score": score, "sign": None if score is None else (score > 0) - (score < 0), "confidence": 0.5,
    } | values  # fmt: skip


def made() -> HeatMap:
    return heat_map(
        PARTS,
        [
            touch("a0", "s", -2.0), touch("a0", "t", 1.0, layer="market"), touch("a0", "u", None), touch("a0", "v", -0.5),
            touch("a1", "s", 0.0), touch("a2", "u", None, confidence=None), touch("gone", "s", 3.0),
        ],
    )  # fmt: skip


def test_threat_and_opportunity_stay_apart_and_the_strongest_leads() -> None:
    part = made().parts[0]
    assert (part.threat, part.opportunity) == (-2.0, 1.0)
    assert (part.n_threats, part.n_opportunities, part.n_neutral, part.n_unknown) == (2, 1, 0, 1)
    assert (part.leading_signal_id, part.confidence) == ("s", 0.5)


def test_the_table_tells_a_figure_zero_unknown_and_untouched_apart() -> None:
    rows = {row["Part"]: row for row in heat_table(made(), numbers={"s": 3}).records()}
    assert list(rows) == ["Part a0", "Part a1", "Part a2", "Part b0", "Part b1", "Part b2"]  # hottest first
    assert (rows["Part a0"]["Threat"], rows["Part a0"]["First signal"]) == ("−2.00\u00a0(2)", "3: Signal s")
    assert (rows["Part a1"]["No effect"], rows["Part a1"]["Threat"]) == ("0 (1)", "–")
    assert (rows["Part a2"]["Not judged"], rows["Part a2"]["Confidence"]) == ("? (1)", "unknown")
    assert rows["Part b0"]["First signal"] == "no signal"


def test_a_force_stands_in_its_layer_with_what_it_does_and_a_judged_zero_is_no_pull() -> None:
    pulls = {(f.force_name, f.layer): f for f in made().forces}
    assert set(pulls) == {("War", "world"), ("War", "market")}
    assert (pulls["War", "world"].threat, pulls["War", "world"].n_signals) == (-2.0, 3)
    assert heat_map(PARTS, [touch("a1", "s", 0.0)]).forces == ()


def test_one_signal_that_threatens_and_helps_a_part_by_two_forces_tells_both() -> None:
    heat = heat_map(
        PARTS,
        [
            touch("a0", "s", 0.74), touch("a0", "s", -1.46, force_name="Rates", layer="market"), touch("a0", "s", 0.2),
            touch("a1", "s", 0.0), touch("a1", "s", None), touch("a2", "s", 0.0), touch("a2", "s", -0.5), touch("a2", "t", 0.0),
        ],
    )  # fmt: skip
    both, unknown, hit = heat.parts[:3]
    assert (both.threat, both.opportunity, both.n_threats, both.n_opportunities) == (-1.46, 0.74, 1, 1)
    assert (unknown.n_neutral, unknown.n_unknown) == (
        0,
        1,
    )  # one force is judged 0, the other nobody has judged
    assert (hit.n_threats, hit.n_neutral) == (
        1,
        1,
    )  # a signal that moves the part is not told as judged and no effect
    assert {(f.force_name, f.threat, f.opportunity) for f in heat.forces} == {
        ("Rates", -1.46, None),
        ("War", -0.5, 0.74),
    }


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_picture_reads_without_colour_and_tells_everything_in_words(language: str) -> None:
    heat, w = made(), words(language)
    root = ET.fromstring(alone(draw_heat_map(heat, subtitle="X", language=language)))
    assert root.get("role") == "img"
    described = root.findtext(f"{SVG}desc") or ""
    assert all(part.part_name in described and part.engine_name in described for part in heat.parts)
    boxes = {g.findtext(f"{SVG}title", "").split(":")[0]: g for g in root.iter(f"{SVG}g")}

    def said(name: str) -> str:
        return " ".join(t.text or "" for t in boxes[name].iter(f"{SVG}text"))

    def fills(name: str) -> set[str]:
        return {r.get("fill", "") for r in boxes[name].iter(f"{SVG}rect")}

    assert all(told in said("Part a0") for told in ("−2.00", "+1.00", "? (1)"))
    assert "url(#heat-threat)" in fills("Part a0") and "url(#heat-unknown)" not in fills("Part a0")
    assert "0 (1)" in said("Part a1") and fills("Part a1") == {""}
    assert "? (1)" in said("Part a2") and "url(#heat-unknown)" in fills("Part a2")
    assert w["untouched"] in said("Part b0")
    kinds = [boxes[name].find(f"{SVG}rect").get("class") for name in ("Part a1", "Part b0")]  # type: ignore[union-attr]
    assert kinds == ["box", "box blank"]  # 0 and untouched differ by the edge too


@given(
    st.lists(
        st.tuples(
            st.sampled_from(PARTS),
            st.sampled_from("stuv"),
            st.one_of(st.none(), st.just(0.0), st.floats(-3, 3)),
        )
    )
)
def test_figures_are_bounded_and_every_signal_is_counted_once_of_each_kind(
    found: list[tuple[EnginePart, str, float | None]],
) -> None:
    heat = heat_map(PARTS, [touch(part.part_id, *rest, layer=LAYERS[0]) for part, *rest in found])
    for part in heat.parts:
        scores: dict[str, list[float | None]] = {}
        for where, signal, score in found:
            if where.part_id == part.part_id:
                scores.setdefault(signal, []).append(score)
        known = [s for of_one in scores.values() for s in of_one if s is not None]
        assert part.threat == (round(min(known), 4) if known and min(known) < 0 else None)
        assert part.opportunity == (round(max(known), 4) if known and max(known) > 0 else None)
        assert part.n_threats == sum(
            any(s is not None and s < 0 for s in of_one) for of_one in scores.values()
        )
        assert part.n_opportunities == sum(
            any(s is not None and s > 0 for s in of_one) for of_one in scores.values()
        )
        assert part.n_unknown == sum(None in of_one for of_one in scores.values())
        assert part.n_neutral == sum(set(of_one) == {0.0} for of_one in scores.values())
        assert part.is_touched == bool(scores)
        assert (part.threat is None) == (part.n_threats == 0)
        assert (part.opportunity is None) == (part.n_opportunities == 0)
        assert -3 <= (part.threat or 0) <= 0 <= (part.opportunity or 0) <= 3
    root = ET.fromstring(alone(draw_heat_map(heat, subtitle="x")))
    for box in root.iter(f"{SVG}rect"):
        left, width = float(box.get("x", 0)), float(box.get("width", 0))
        assert left >= 0 and width >= 0 and left + width <= WIDTH + 0.5


def test_hostile_names_and_an_empty_model_draw_well_formed() -> None:
    bad = "\x07</text><script>alert(1)</script> " * 5
    parts = [EnginePart(part_id="p", part_name=bad, part_kind=bad, engine_name=bad)]
    heat = heat_map(parts, [touch("p", "s", 1.0, label=bad, force_name=bad)])
    first, again = (alone(draw_heat_map(heat, subtitle=bad)) for _ in range(2))
    assert first == again
    assert f"{SVG}script" not in {e.tag for e in ET.fromstring(first).iter()}
    empty = ET.fromstring(alone(draw_heat_map(heat_map([], []), subtitle="x")))
    assert words("en")["no_parts"] in " ".join(empty.itertext())
