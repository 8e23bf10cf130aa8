"""The heat map drawn: the parts of the engines inside the onion of outer layers, coloured by strength and sign.

Reads in black and white: each part tells its figures, the bar of a threat is hatched and grows from the left, that of an
opportunity is solid and grows from the right; a part of unknown direction is woven over, what nothing touches has a dotted edge.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from itertools import groupby

from horizon.pictures.heat import LAYERS, ForcePull, HeatMap, PartHeat, counted, part_text
from horizon.pictures.onion import Onion, in_lines, line_chars
from horizon.pictures.svg import Picture, hatch, lines, safe, signed
from horizon.pictures.words import words

WIDTH, INSET, SIDE = 1000, 14, 24
COLUMNS = 3  # resource, conversion, effect
GAP, BOX, ROW = 40, 84, 128  # between columns; height of a box; of an engine with its heading
BAR = 8
MOST = 3.0  # strongest impact there is
CHAR = 8.8  # mean width of a character of a part's name


def draw_heat_map(heat: HeatMap, *, subtitle: str, language: str = "en") -> Picture:
    """The picture of a week's heat."""
    w = words(language)
    engines = _engines(heat.parts)
    onion = Onion(
        layers=tuple(
            (w[f"layer_{layer}"], _forces(heat.forces, layer, depth, w)) for depth, layer in enumerate(LAYERS)
        ),
        width=WIDTH,
        top=6,
        inset=INSET,
    )
    bottom = onion.middle_top + ROW * max(1, len(engines)) + 8
    boxes = [
        piece
        for n, (name, parts) in enumerate(engines)
        for piece in _engine(name, parts, onion.middle_top + 34 + ROW * n, w)
    ]
    key = _key(w, bottom + onion.foot + 26)
    return Picture(
        name="heat",
        title=f"{w['heat']}: {subtitle}",
        description=describe(heat, w),
        width=WIDTH,
        height=int(bottom + onion.foot + 118),
        body=(
            f"<defs>{hatch('heat-threat', 'losing', gap=5)}{hatch('heat-unknown', 'weave', gap=8)}</defs>",
            *onion.draw(bottom),
            *(boxes or lines([w["no_parts"]], 120, onion.middle_top + 60, step=0, kind="name")),
            *key,
        ),
    )


def _engines(parts: Sequence[PartHeat]) -> list[tuple[str, list[PartHeat]]]:
    """Engines by name with the parts of a row; one of more parts goes on in the next row."""
    found = [(name, list(members)) for name, members in groupby(parts, key=lambda p: p.engine_name)]
    return [
        (name, members[n : n + COLUMNS]) for name, members in found for n in range(0, len(members), COLUMNS)
    ]


def describe(heat: HeatMap, w: Mapping[str, str]) -> str:
    """The picture in words, for those who do not see it."""
    told = [w["heat_key"]]
    for part in heat.parts:
        about = f"{part.engine_name}, {part.part_name}: {part_text(part, w)}"
        told.append(f"{about}; {part.leading_label}." if part.leading_label else f"{about}.")
    told += [f"{w[f'layer_{f.layer}']}: {_force(f)}." for f in heat.forces]
    return " ".join(told if heat.parts else [w["no_parts"]])


def _forces(forces: Sequence[ForcePull], layer: str, depth: int, w: Mapping[str, str]) -> tuple[str, ...]:
    told = [_force(f) for f in forces if f.layer == layer]
    return in_lines(told, line_chars(depth, width=WIDTH, inset=INSET)) or (w["no_force"],)


def _force(pull: ForcePull) -> str:
    scores = [signed(score, "") for score in (pull.threat, pull.opportunity) if score is not None]
    return f"{pull.force_name} {' '.join(scores) or '?'} ({pull.n_signals})"


def _engine(name: str, parts: Sequence[PartHeat], top: float, w: Mapping[str, str]) -> list[str]:
    """A heading and the boxes of the parts side by side, an arrow from each to the next."""
    left = SIDE + INSET * len(LAYERS) + 4
    width = (WIDTH - 2 * left - GAP * (COLUMNS - 1)) / COLUMNS
    out = [f'<text class="name" x="{left}" y="{top - 8:.0f}">{safe(name)}</text>']
    for n, part in enumerate(parts):
        x = left + n * (width + GAP)
        out.append(_box(part, x, top, width, w))
        if n:
            y = top + BOX / 2
            out.append(f'<path class="wire" d="M{x - GAP + 4:.0f} {y:.0f} H{x - 10:.0f}"/>')
            out.append(f'<path class="arrow" d="M{x - 11:.0f} {y - 5:.0f} l8 5 l-8 5 z"/>')
    return out


def _box(part: PartHeat, x: float, y: float, width: float, w: Mapping[str, str]) -> str:
    is_known = part.threat is not None or part.opportunity is not None
    woven = bool(part.n_unknown) and not is_known and not part.n_neutral
    names = textwrap.wrap(part.part_name, int((width - 20) / CHAR), max_lines=2, placeholder=" …")
    kind = "box" if part.is_touched else "box blank"
    place = f'x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{BOX}" rx="8"'
    return "".join(
        [
            f"<g><title>{safe(part.part_name)}: {safe(part_text(part, w))}</title>",
            f'<rect class="{kind}" {place}/>',
            f'<rect fill="url(#heat-unknown)" fill-opacity="0.35" {place}/>' if woven else "",
            *_halves(part, x, y, width),
            *lines(names, x + 10, y + 22, step=18, kind="name lined"),
            *_figures(part, x, y, width, w),
            "</g>",
        ]
    )


def _halves(part: PartHeat, x: float, y: float, width: float) -> list[str]:
    """Tint and bar of either half: the threat's on the left, the opportunity's on the right; up to the whole half at 3."""
    out = []
    half, foot = width / 2, y + BOX - BAR - 2
    for score, kind, left in ((part.threat, "loss", x), (part.opportunity, "gain", x + half)):
        if score is None:
            continue
        share = min(abs(score), MOST) / MOST
        out.append(
            f'<rect class="{kind} tint" x="{left + 1:.1f}" y="{y + 1:.1f}" width="{half - 2:.1f}" height="{BOX - 2}" rx="7" '
            f'fill-opacity="{0.06 + 0.34 * share:.2f}"/>'
        )
        long = (half - 10) * share
        start = x + 6 if kind == "loss" else x + width - 6 - long
        bar = f'x="{start:.1f}" y="{foot:.1f}" width="{long:.1f}" height="{BAR}"'
        out.append(
            f'<rect fill="url(#heat-threat)" {bar}/><rect class="loss" fill-opacity="0" {bar}/>'
            if kind == "loss"
            else f'<rect class="gain" {bar}/>'
        )
    return out


def _figures(part: PartHeat, x: float, y: float, width: float, w: Mapping[str, str]) -> list[str]:
    """Figures in words: threat left, opportunity right, what is 0 or unknown between them."""
    told = [
        (x + 10, "start", counted(part.threat, part.n_threats)),
        (x + width - 10, "end", counted(part.opportunity, part.n_opportunities)),
    ]
    others = [f"{mark} ({n})" for mark, n in (("0", part.n_neutral), ("?", part.n_unknown)) if n]
    told.append((x + width / 2, "middle", "  ".join(others) if part.is_touched else w["untouched"]))
    return [
        f'<text class="figure lined" x="{at:.0f}" y="{y + BOX - 16:.0f}" text-anchor="{anchor}">{safe(text)}</text>'
        for at, anchor, text in told
        if text
    ]


def _key(w: Mapping[str, str], top: float) -> list[str]:
    out = lines(textwrap.wrap(w["heat_key"], 130), SIDE, top, step=18)
    y = top + 44
    samples = (
        (SIDE, "box", '<rect fill="url(#heat-unknown)" fill-opacity="0.35" {}/>', w["key_open"]),
        (SIDE + 360, "box", "", w["key_neutral"]),
        (SIDE + 600, "box blank", "", w["key_blank"]),
    )
    for x, kind, over, told in samples:
        place = f'x="{x}" y="{y - 13:.0f}" width="30" height="18" rx="4"'
        out.append(f'<rect class="{kind}" {place}/>{over.format(place)}')
        out += lines([told], x + 38, y, step=0)
    return out
