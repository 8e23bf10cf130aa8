"""Trend radar: ring = time to impact, sector = PESTLE, size = impact, opacity = confidence; and the same as a table.

Reads in black and white: the sign is a character inside the point and the dash of its outline, never colour alone. Every point
has a number that leads to its row in the table, which says everything that the picture says.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from horizon.pictures.svg import Picture, Table, hatch, lines, safe, signed
from horizon.pictures.words import PESTLE, words

# (upper end in weeks, name); a lag that nobody has judged lies outside all rings
RINGS: tuple[tuple[float, str], ...] = (
    (13, "3 months"),
    (52, "1 year"),
    (104, "2 years"),
    (math.inf, "later"),
)
UNKNOWN_RING = "time unknown"
WIDTH, HEIGHT = 1000, 640
X, Y = 400.0, 320.0  # the middle
INNER, STEP = 40.0, 46.0
KEY_X = 778
SIGNS = {1: ("gain", "+"), -1: ("loss", "−"), 0: ("neutral", "="), None: ("open", "?")}
APART = ("apart", "∅")  # the signal touches no part: nothing is there to be judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Blip:
    """A signal as it strikes one system hardest. None where nobody has judged.

    part_name: None where no part is known to be tied to it; loop_score: -3..3; lag_weeks_low, lag_weeks_high: to the first
    effect; confidence: 0-1; is_apart: the week was judged, and the signal touches no part.
    """

    signal_id: str
    label: str
    part_name: str | None
    pestle: str | None
    loop_score: float | None
    sign: int | None
    lag_weeks_low: int | None
    lag_weeks_high: int | None
    confidence: float | None
    is_apart: bool = False

    @property
    def mark(self) -> tuple[str, str]:
        """Kind and character of its sign."""
        return APART if self.is_apart else SIGNS[self.sign]


def ring_of(lag_weeks: int | None) -> str:
    """Name of the ring for the soonest effect; weeks. None has a ring of its own, outside the others."""
    if lag_weeks is None:
        return UNKNOWN_RING
    return next(name for end, name in RINGS if lag_weeks <= end)


def draw_radar(points: Sequence[Blip], *, subtitle: str, language: str = "en") -> Picture:
    """The radar; points are numbered in their order."""
    w = words(language)
    rings = [*(name for _, name in RINGS), UNKNOWN_RING]
    told = [f"{row[0]}: {', '.join(row[1:])}." for row in radar_table(points, language=language).rows]
    keys = ("key_number", "key_ring", "key_ring_more", "key_sector", "key_size", "key_opacity")
    key = ". ".join(w[k] for k in keys)
    places = _places(points, rings)
    return Picture(
        name="radar",
        title=f"{w['radar']}: {subtitle}",
        description=f"{key}. {' '.join(told) or w['none']}",
        width=WIDTH,
        height=HEIGHT,
        body=(
            f"<defs>{hatch('radar-unknown', 'weave', gap=6)}</defs>",
            *_rings(rings, w),
            *_sectors(w, len(rings)),
            *(_point(*found) for found in zip(points, told, places, strict=True)),
            # above all points: in a crowded cell one would hide the number of another
            *(_mark(n, *found) for n, found in enumerate(zip(points, places, strict=True), start=1)),
            *_key(w),
        ),
    )


def radar_table(points: Sequence[Blip], *, language: str = "en") -> Table:
    """The same as rows, in the order of the numbers."""
    w = words(language)
    return Table(
        columns=tuple(w[k] for k in ("number", "signal", "part", "sector", "when", "impact", "confidence")),
        rows=tuple(
            (
                str(n),
                p.label,
                w["apart"] if p.is_apart else p.part_name or w["unknown"],
                w[p.pestle] if p.pestle in PESTLE else w["unknown"],
                _time(p, w),
                "–" if p.is_apart else signed(p.loop_score, w["unknown"]),
                _confidence(p, w),
            )
            for n, p in enumerate(points, start=1)
        ),
    )


def _confidence(point: Blip, w: Mapping[str, str]) -> str:
    if point.is_apart:
        return "–"
    return w["unknown"] if point.confidence is None else f"{point.confidence:.2f}"


def _time(point: Blip, w: Mapping[str, str]) -> str:
    low, high = point.lag_weeks_low, point.lag_weeks_high
    if low is None:
        return w["unknown"]
    return f"{low} {w['weeks']}" if high is None else f"{low}-{high} {w['weeks']}"


def _radius(ring: int) -> float:
    return INNER + STEP * (ring + 1)


def _rings(rings: Sequence[str], w: Mapping[str, str]) -> list[str]:
    out = []
    for n, name in enumerate(rings):
        r = _radius(n)
        dash = ' stroke-dasharray="3 4"' if name == UNKNOWN_RING else ""
        out.append(f'<circle class="line" cx="{X:.0f}" cy="{Y:.0f}" r="{r:.0f}"{dash}/>')
        out.append(f'<text class="small lined" x="{X + 5:.0f}" y="{Y - r + 15:.0f}">{safe(w[name])}</text>')
    return out


def _sectors(w: Mapping[str, str], n_rings: int) -> list[str]:
    out = []
    edge = _radius(n_rings - 1)
    for n, name in enumerate((*PESTLE, "unknown")):
        start, middle = _angle(n, 0.0), _angle(n, 0.5)
        out.append(
            f'<line class="line" x1="{X:.0f}" y1="{Y:.0f}" x2="{X + edge * math.cos(start):.1f}" '
            f'y2="{Y + edge * math.sin(start):.1f}"/>'
        )
        x, y = X + (edge + 12) * math.cos(middle), Y + (edge + 12) * math.sin(middle)
        anchor = "middle" if abs(math.cos(middle)) < 0.2 else "start" if math.cos(middle) > 0 else "end"
        out.append(
            f'<text class="name" x="{x:.0f}" y="{y + 6:.0f}" text-anchor="{anchor}">{safe(w[name])}</text>'
        )
    return out


def _angle(sector: int, share: float) -> float:
    """Radians; the first sector begins at the top and they run clockwise."""
    return math.radians(-90 + 360 / (len(PESTLE) + 1) * (sector + share))


def _places(points: Sequence[Blip], rings: Sequence[str]) -> list[tuple[float, float]]:
    """Middle of every point: evenly over the cell of its sector and ring, the first furthest out."""
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, point in enumerate(points):
        cells[_sector_of(point), rings.index(ring_of(point.lag_weeks_low))].append(i)
    found = [(0.0, 0.0)] * len(points)
    for (sector, ring), members in cells.items():
        inside = 24.0 if ring == 0 else _radius(ring - 1)
        # an outer ring has room for more side by side
        n_tracks = max(1, math.ceil(len(members) / (2 + ring)))
        for k, i in enumerate(members):
            track, along = k % n_tracks, k // n_tracks
            in_track = math.ceil((len(members) - track) / n_tracks)
            r = _radius(ring) - (_radius(ring) - inside) * (track + 0.5) / n_tracks
            # tracks are staggered, so that a point does not hide the one behind it
            shift = 0.5 if track % 2 else 0.0
            angle = _angle(sector, min(0.94, (along + 1 + shift) / (in_track + 1)))
            found[i] = (X + r * math.cos(angle), Y + r * math.sin(angle))
    return found


def _sector_of(point: Blip) -> int:
    return PESTLE.index(point.pestle) if point.pestle in PESTLE else len(PESTLE)


def _point(point: Blip, told: str, place: tuple[float, float]) -> str:
    kind, _ = point.mark
    return f"<g><title>{safe(told)}</title>{_dot(kind, *place, point.loop_score, point.confidence)}</g>"


def _mark(number: int, point: Blip, place: tuple[float, float]) -> str:
    x, y = place
    _, sign = point.mark
    return f'<text class="mark" x="{x:.1f}" y="{y + 5:.1f}" text-anchor="middle">{number}{sign}</text>'


def _dot(kind: str, x: float, y: float, loop_score: float | None, confidence: float | None) -> str:
    """A point by strength and confidence; woven where the confidence is unknown, smallest where the strength is, hollow where it
    touches no part."""
    size = 9 + 3.5 * min(abs(loop_score or 0.0), 3.0)
    place = f'cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}"'
    if kind == APART[0]:
        return f'<circle class="{kind}" {place}/>'
    if confidence is None:
        # a rule of the style would win over a fill that is written here: so the weave lies on top
        weave = f'<circle {place} fill="url(#radar-unknown)"/>'
        return f'<circle class="{kind}" {place} fill-opacity="0"/>{weave}'
    return f'<circle class="{kind}" {place} fill-opacity="{0.08 + 0.82 * confidence:.2f}"/>'


def _key(w: Mapping[str, str]) -> list[str]:
    """The legend right of the rings: number, ring, sector, size, opacity and sign, each with an example."""
    out = lines([w["key_number"]], KEY_X, 96, step=0, kind="name")
    out += lines([w["key_ring"]], KEY_X, 132, step=0, kind="name")
    out += lines([w["key_ring_more"]], KEY_X, 152, step=0)
    out += lines([w["key_sector"]], KEY_X, 188, step=0, kind="name")
    out += lines([w["key_size"]], KEY_X, 224, step=0, kind="name")
    for n, score in enumerate((0.0, 1.0, 2.0, 3.0)):
        x = KEY_X + 14 + 45 * n + 4 * n * n  # the larger, the more room
        out.append(_dot("neutral", x, 260, score, 0.5))
        out += lines([f"{score:.0f}"], x - 4, 302, step=0)
    out += lines([w["key_opacity"]], KEY_X, 340, step=0, kind="name")
    for n, confidence in enumerate((0.2, 0.6, 1.0, None)):
        x = KEY_X + 14 + 50 * n
        out.append(_dot("neutral", x, 372, 1.0, confidence))
        out += lines([w["unknown"] if confidence is None else f"{confidence:.1f}"], x - 9, 404, step=0)
    out += lines([w["key_sign"]], KEY_X, 442, step=0, kind="name")
    for n, (kind, mark) in enumerate((*SIGNS.values(), APART)):
        out.append(_dot(kind, KEY_X + 14, 468 + 34 * n, 0.8, 0.5))
        out += lines([mark], KEY_X + 10, 473 + 34 * n, step=0, kind="mark")
        out += lines([w[kind]], KEY_X + 38, 473 + 34 * n, step=0)
    return out
