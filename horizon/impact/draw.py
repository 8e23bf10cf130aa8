"""A picture of a system model as SVG: its engines in the middle of the onion of outer layers. Prints in black and white.

Signs are told by a character and a dash pattern, never by colour alone; everything is text that can be searched and read out.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence

from horizon.impact.layer import REACH
from horizon.impact.loop import build, steps_of
from horizon.impact.system import Engine, Part, System
from horizon.pictures.onion import Onion, in_lines, line_chars
from horizon.pictures.svg import safe
from horizon.pictures.words import words

WIDTH = 1240
INSET = 26  # room on the sides of each layer
LINE = 17  # of the notes
BOX = (270, 74)
GAP = 72  # between boxes
ROW = 150
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1a1a1a }
.lined { paint-order: stroke; stroke: #fff; stroke-width: 4px; stroke-linejoin: round }
.head { font-weight: 600; font-size: 20px } .small { font-size: 11px } .name { font-weight: 600 }
.ring { fill: #fff; stroke: #666; stroke-width: 1.2 } .part { fill: #f4f4f0; stroke: #222; stroke-width: 1.4 }
.own { fill: none; stroke: #222; stroke-width: 2 } .gain { fill: none; stroke: #1f5c8a; stroke-width: 1.3 }
.loss { fill: none; stroke: #a33b12; stroke-width: 1.3; stroke-dasharray: 6 4 }
"""


def draw(
    system: System,
    *,
    force_names: Mapping[str, str] | None = None,
    force_layers: Mapping[str, str] | None = None,
) -> str:
    """The system as an SVG document. force_names, force_layers: by force id; without layers the rings stay empty."""
    forces = _forces(system, force_names or {}, force_layers or {})
    onion = Onion(layers=_layers(forces), width=WIDTH, top=64, inset=INSET)
    boxes = _boxes(system, onion.middle_top + 10)
    bottom = onion.middle_top + 10 + ROW * len(system.engines) + 20
    engines = [_engine(engine, boxes) for engine in system.engines]
    curves, numbers = _influence(system, boxes)
    notes = _notes(system, bottom + onion.foot + 14)
    height = bottom + onion.foot + 30 + LINE * (len(notes) + 1)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img" '
            'aria-labelledby="title" aria-describedby="desc">',
            f'<title id="title">{safe(system.name)}: engines and outer layers</title>',
            f'<desc id="desc">{safe(describe(system, forces))}</desc>',
            f"<style>{STYLE}</style>",
            '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
            '<path d="M0 0 L8 4 L0 8 z" fill="context-stroke"/></marker></defs>',
            f'<rect width="{WIDTH}" height="{height:.0f}" fill="#fff"/>',
            f'<text class="head" x="20" y="32">{safe(system.name)}</text>',
            f'<text class="small" x="20" y="52">{safe(textwrap.shorten(system.goal, 190, placeholder="…"))}</text>',
            *onion.draw(bottom),
            curves,
            *engines,
            numbers,
            *notes,
            "</svg>",
            "",
        ]
    )


def describe(system: System, forces: Mapping[str, Sequence[str]]) -> str:
    """The picture in words, for those who do not see it. forces: by layer, as its ring tells them."""
    sentences = [f"{_heading(layer)}: {'; '.join(forces[layer]) or 'no judged force'}." for layer in REACH]
    sentences += [f"{len(system.engines)} engines, each a loop of resource, conversion and effect."]
    for engine in system.engines:
        names = ", ".join(part.name for part in engine.parts)
        sentences.append(
            f"{engine.name}: {names}; feedback {engine.feedback_strength} of 3 after {engine.feedback_delay_weeks} weeks."
        )
    names_of = {part.part_id: part.name for part in system.parts}
    for i in system.influences:
        verb = "helps" if i.value > 0 else "hurts"
        sentences.append(f"A gain in {names_of[i.source_id]} {verb} {names_of[i.target_id]} ({i.value:+d}).")
    return " ".join(sentences)


def _forces(system: System, names: Mapping[str, str], layers: Mapping[str, str]) -> dict[str, list[str]]:
    """For each layer, outermost first, its judged forces: name and values by sign."""
    values: dict[str, list[int]] = {}
    for s in system.sensitivities:
        if s.value:  # what was judged to touch nothing would only crowd the rings
            values.setdefault(s.force_id, []).append(s.value)
    return {
        layer: [
            f"{names.get(force, force)} ({', '.join(f'{v:+d}' for v in sorted(values[force]))})"
            for force in values
            if layers.get(force) == layer
        ]
        for layer in REACH
    }


def _layers(forces: Mapping[str, Sequence[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """For each layer its heading and its forces as lines of its ring."""
    return tuple(
        (_heading(layer), in_lines(told, line_chars(depth, width=WIDTH, inset=INSET, px=6.7)))
        for depth, (layer, told) in enumerate(forces.items())
    )


def _heading(layer: str) -> str:
    return f"{words('en')[f'layer_{layer}']} (reach {REACH[layer]:g})"


def _boxes(system: System, top: float) -> dict[str, tuple[float, float]]:
    """Upper left corner of every part's box."""
    width = 3 * BOX[0] + 2 * GAP
    left = (WIDTH - width) / 2
    return {
        part.part_id: (left + column * (BOX[0] + GAP), top + 26 + row * ROW)
        for row, engine in enumerate(system.engines)
        for column, part in enumerate(engine.parts)
    }


def _engine(engine: Engine, boxes: Mapping[str, tuple[float, float]]) -> str:
    first, second, third = (boxes[part.part_id] for part in engine.parts)
    y = first[1] + BOX[1] / 2
    out = [f'<text class="name lined" x="{first[0]:.0f}" y="{first[1] - 8:.0f}">{safe(engine.name)}</text>']
    out += [_part(part, *boxes[part.part_id]) for part in engine.parts]
    for a, b in ((first, second), (second, third)):
        out.append(
            f'<path class="own" marker-end="url(#arrow)" d="M{a[0] + BOX[0]:.0f} {y:.0f} H{b[0] - 2:.0f}"/>'
        )
    low = first[1] + BOX[1] + 22
    mid, end = third[0] + BOX[0] / 2, first[0] + BOX[0] / 2
    if engine.feedback_strength:
        out.append(
            f'<path class="own" marker-end="url(#arrow)" d="M{mid:.0f} {first[1] + BOX[1]:.0f} V{low:.0f} H{end:.0f} '
            f'V{first[1] + BOX[1] + 2:.0f}"><title>{safe(engine.feedback)}</title></path>'
        )
    told = f"feedback {engine.feedback_strength} of 3, {engine.feedback_delay_weeks} weeks"
    out.append(f'<text class="small lined" x="{second[0] + 40:.0f}" y="{low - 6:.0f}">{told}</text>')
    return "\n".join(out)


def _part(part: Part, x: float, y: float) -> str:
    lines = textwrap.wrap(part.name, 30)[:2]
    text = [f'<text class="small" x="{x + 12:.0f}" y="{y + 19:.0f}">{part.kind}</text>']
    text += [
        f'<text class="name" x="{x + 12:.0f}" y="{y + 38 + 17 * n:.0f}">{safe(line)}</text>'
        for n, line in enumerate(lines)
    ]
    return (
        f"<g><title>{safe(part.name)}: {safe(part.description)}</title>"
        f'<rect class="part" x="{x:.0f}" y="{y:.0f}" width="{BOX[0]}" height="{BOX[1]}" rx="8"/>'
        + "".join(text)
        + "</g>"
    )


def _influence(system: System, boxes: Mapping[str, tuple[float, float]]) -> tuple[str, str]:
    """Influences besides the own loops: the curves, and their numbers at the start of each, to be drawn above the boxes."""
    curves, numbers = [], []
    leaving: Counter[str] = Counter()
    arriving: Counter[str] = Counter()
    for n, i in enumerate(system.influences, start=1):
        (ax, ay), (bx, by) = boxes[i.source_id], boxes[i.target_id]
        down = by >= ay
        x1 = ax + BOX[0] * (
            0.92 - 0.12 * (leaving[i.source_id] % 4)
        )  # side by side, so that no two lie on each other
        x2 = bx + BOX[0] * (0.08 + 0.1 * (arriving[i.target_id] % 4))
        y1, y2 = ay + (BOX[1] if down else 0), by + (0 if down else BOX[1])
        leaving[i.source_id] += 1
        arriving[i.target_id] += 1
        bend = 46 if down else -46
        sign = "gain" if i.value > 0 else "loss"
        curves.append(
            f'<path class="{sign}" marker-end="url(#arrow)" d="M{x1:.0f} {y1:.0f} '
            f'C{x1:.0f} {y1 + bend:.0f} {x2:.0f} {y2 - bend:.0f} {x2:.0f} {y2:.0f}"><title>{safe(i.reason)}</title></path>'
        )
        y = y1 + 12 if down else y1 - 4
        numbers.append(
            f'<text class="small" x="{x1 + 3:.0f}" y="{y:.0f}">{n}{"+" if i.value > 0 else "−"}</text>'
        )
    return "\n".join(curves), "\n".join(numbers)


def _notes(system: System, top: float) -> list[str]:
    names = {part.part_id: part.name for part in system.parts}
    matrix = build(system)
    weights = {
        pair: matrix.weights[matrix.part_ids.index(pair[0]), matrix.part_ids.index(pair[1])]
        for pair in steps_of(system)
    }
    lines = [
        f"{n}: {i.value:+d} {names[i.source_id]} → {names[i.target_id]}, {i.delay_weeks} weeks "
        f"(over all paths {weights[i.source_id, i.target_id]:+.2f}). {i.reason}"
        for n, i in enumerate(system.influences, start=1)
    ]
    return [
        f'<text class="small" x="24" y="{top + LINE * n:.0f}">{safe(textwrap.shorten(line, 200, placeholder="…"))}</text>'
        for n, line in enumerate(lines)
    ]
