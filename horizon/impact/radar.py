"""Trend radar as SVG, and the same as a table: ring = time to impact, sector = PESTLE, size = impact, opacity = confidence.

Reads in black and white: the sign is a character inside the point and a dashed outline, never colour alone. Every point has a
number that leads to its row in the table, which says everything that the picture says.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

PESTLE = ("political", "economic", "social", "technological", "legal", "environmental")
# (upper end in weeks, name); a lag that nobody has judged lies outside all rings
RINGS: tuple[tuple[int, str], ...] = ((13, "3 months"), (52, "1 year"), (104, "2 years"), (10_000, "later"))
UNKNOWN_RING = "time unknown"
SIZE = 760
CENTRE = SIZE / 2
INNER = 50.0
STEP = 58.0
TEXTS: dict[str, Any] = {
    "en": {
        "title": "Trend radar", "names": dict(zip(PESTLE, map(str.capitalize, PESTLE), strict=True)),
        "rings": {name: name for _, name in RINGS} | {UNKNOWN_RING: UNKNOWN_RING},
        "key": "Number: row of the table. + opportunity, − threat (dashed), ? sign unknown. Nearer the middle: sooner. Larger: "
               "stronger. Paler: less sure.",
        "columns": ("No", "Signal", "Part", "Sector", "Time to impact", "Impact", "Confidence"), "unknown": "unknown",
        "weeks": "weeks", "none": "No signal touches this system in this week.",
    },
    "sv": {
        "title": "Trendradar",
        "names": {"political": "Politik", "economic": "Ekonomi", "social": "Samhälle", "technological": "Teknik",
                  "legal": "Juridik", "environmental": "Miljö"},
        "rings": {"3 months": "3 månader", "1 year": "1 år", "2 years": "2 år", "later": "senare", UNKNOWN_RING: "tid okänd"},
        "key": "Nummer: rad i tabellen. + möjlighet, − hot (streckad), ? tecken okänt. Närmare mitten: snarare. Större: "
               "starkare. Blekare: mindre säkert.",
        "columns": ("Nr", "Signal", "Del", "Sektor", "Tid till verkan", "Verkan", "Tilltro"), "unknown": "okänt",
        "weeks": "veckor", "none": "Ingen signal rör det här systemet den här veckan.",
    },
}  # fmt: skip
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#1a1a1a}.head{font-size:18px;font-weight:600}.ring{fill:none;stroke:#999}"
    ".ray{stroke:#bbb}.name{font-weight:600}.small{font-size:11px;fill:#444}.gain{fill:#1f5c8a;stroke:#0b2b45}"
    ".loss{fill:#b04a1c;stroke:#4d1c06;stroke-dasharray:4 2}.open{fill:#777;stroke:#222;stroke-dasharray:1 3}"
    ".lined{paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}"
    ".mark{fill:#111;font-weight:700;paint-order:stroke;stroke:#fff;stroke-width:3px}"
)
PAGE_STYLE = (
    "body{font:15px/1.4 system-ui,sans-serif;margin:1.5rem;max-width:70rem}svg{width:100%;max-width:760px}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .5rem;border-bottom:1px solid #bbb;"
    "vertical-align:top}@media print{body{margin:0;font-size:11px}svg{max-width:150mm}}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blip:
    """A signal as it strikes one system hardest. loop_score, sign and lag None where nobody has judged."""

    signal_id: str
    label: str
    part_name: str
    pestle: str | None
    loop_score: float | None
    sign: int | None
    lag_weeks_low: int | None
    lag_weeks_high: int | None
    confidence: float


def blips(rows: Iterable[Mapping[str, Any]], *, limit: int = 40) -> list[Blip]:
    """The points of queries/impact/radar.sql, strongest first; a signal that only meets judged zeros has no point."""
    found = [Blip(**{key: row[key] for key in Blip.__dataclass_fields__}) for row in rows if row["sign"] != 0]
    found.sort(key=lambda b: (-abs(b.loop_score or 0.0), -b.confidence, b.signal_id))
    return found[:limit]


def ring_of(lag_weeks: int | None) -> str:
    """Name of the ring for the soonest effect; weeks. None has a ring of its own, outside the others."""
    if lag_weeks is None:
        return UNKNOWN_RING
    return next(name for end, name in RINGS if lag_weeks <= end)


def draw_radar(points: Sequence[Blip], *, subtitle: str, language: str = "en") -> str:
    """The radar as an SVG document with title and description. points: strongest first, numbered in that order."""
    words: Any = TEXTS[language]
    rings = [*(name for _, name in RINGS), UNKNOWN_RING]
    body = [_rings(rings, words), _sectors(words, len(rings))]
    body += [
        _point(n, point, *place, words)
        for n, (point, place) in enumerate(zip(points, _places(points, rings), strict=True), start=1)
    ]
    told = " ".join(
        f"{n}: {_row_text(row)}." for n, row in enumerate(table(points, language=language), start=1)
    )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE + 70}" role="img" '
            'aria-labelledby="radar-t radar-d">',
            f'<title id="radar-t">{escape(words["title"])}: {escape(subtitle)}</title>',
            f'<desc id="radar-d">{escape(words["key"])} {escape(told or words["none"])}</desc>',
            f"<style>{STYLE}</style>",
            f'<rect width="{SIZE}" height="{SIZE + 70}" fill="#fff"/>',
            f'<text class="head" x="16" y="26">{escape(words["title"])}: {escape(subtitle)}</text>',
            *body,
            *(_lines(words["key"], SIZE + 20)),
            "</svg>",
            "",
        ]
    )


def table(points: Sequence[Blip], *, language: str = "en") -> list[dict[str, str]]:
    """The same as rows, by the columns of the language, in the order of the numbers."""
    words: Any = TEXTS[language]
    rows = []
    for n, p in enumerate(points, start=1):
        lag = (
            f"{p.lag_weeks_low}-{p.lag_weeks_high} {words['weeks']}"
            if p.lag_weeks_low is not None
            else words["unknown"]
        )
        values = (
            str(n), p.label, p.part_name, words["names"].get(p.pestle, words["unknown"]), lag,
            words["unknown"] if p.loop_score is None else f"{p.loop_score:+.2f}".replace("-", "−"), f"{p.confidence:.2f}",
        )  # fmt: skip
        rows.append(dict(zip(words["columns"], values, strict=True)))
    return rows


def to_page(points: Sequence[Blip], *, subtitle: str, language: str = "en") -> str:
    """A page of its own: picture, then table; prints on one sheet."""
    words: Any = TEXTS[language]
    head = "".join(f'<th scope="col">{escape(c)}</th>' for c in words["columns"])
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(v)}</td>" for v in row.values()) + "</tr>"
        for row in table(points, language=language)
    )
    body = (
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        if points
        else f"<p>{escape(words['none'])}</p>"
    )
    title = f"{escape(words['title'])}: {escape(subtitle)}"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{PAGE_STYLE}</style></head>'
        f"<body>{draw_radar(points, subtitle=subtitle, language=language)}{body}</body></html>\n"
    )


def _radius(ring: int) -> float:
    return INNER + STEP * (ring + 1)


def _rings(rings: Sequence[str], words: Any) -> str:
    out = []
    for n, name in enumerate(rings):
        r = _radius(n)
        dash = ' stroke-dasharray="3 4"' if name == UNKNOWN_RING else ""
        out.append(f'<circle class="ring" cx="{CENTRE:.0f}" cy="{CENTRE:.0f}" r="{r:.0f}"{dash}/>')
        out.append(
            f'<text class="small lined" x="{CENTRE + 6:.0f}" y="{CENTRE - r + 13:.0f}">'
            f"{escape(words['rings'][name])}</text>"
        )
    return "\n".join(out)


def _sectors(words: Any, n_rings: int) -> str:
    out = []
    edge = _radius(n_rings - 1)
    for n, name in enumerate((*words["names"].values(), words["unknown"])):
        start, middle = _angle(n, 0.0), _angle(n, 0.5)
        out.append(
            f'<line class="ray" x1="{CENTRE:.0f}" y1="{CENTRE:.0f}" x2="{CENTRE + edge * math.cos(start):.1f}" '
            f'y2="{CENTRE + edge * math.sin(start):.1f}"/>'
        )
        x, y = CENTRE + (edge + 14) * math.cos(middle), CENTRE + (edge + 14) * math.sin(middle)
        anchor = "middle" if abs(math.cos(middle)) < 0.3 else "end" if math.cos(middle) > 0 else "start"
        x = min(max(x, 8), SIZE - 8)
        out.append(
            f'<text class="name lined" x="{x:.0f}" y="{y + 4:.0f}" text-anchor="{anchor}">{escape(name)}</text>'
        )
    return "\n".join(out)


def _angle(sector: int, share: float) -> float:
    """Radians; the first sector begins at the top and they run clockwise."""
    return math.radians(-90 + 360 / (len(PESTLE) + 1) * (sector + share))


def _places(points: Sequence[Blip], rings: Sequence[str]) -> list[tuple[float, float]]:
    """Middle of every point: evenly over the cell of its sector and ring, strongest furthest out."""
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, point in enumerate(points):
        cells[_sector_of(point), rings.index(ring_of(point.lag_weeks_low))].append(i)
    found = [(0.0, 0.0)] * len(points)
    for (sector, ring), members in cells.items():
        inside = 30.0 if ring == 0 else _radius(ring - 1)
        n_tracks = max(
            1, math.ceil(len(members) / (2 + ring))
        )  # an outer ring has room for more side by side
        for k, i in enumerate(members):
            track, along = k % n_tracks, k // n_tracks
            in_track = math.ceil((len(members) - track) / n_tracks)
            r = _radius(ring) - (_radius(ring) - inside) * (track + 0.5) / n_tracks
            shift = (
                0.5 if track % 2 else 0.0
            )  # tracks are staggered, so that a point does not hide the one behind it
            angle = _angle(sector, min(0.94, (along + 0.75 + shift) / (in_track + 1)))
            found[i] = (CENTRE + r * math.cos(angle), CENTRE + r * math.sin(angle))
    return found


def _sector_of(point: Blip) -> int:
    return PESTLE.index(point.pestle) if point.pestle in PESTLE else len(PESTLE)


def _point(number: int, point: Blip, x: float, y: float, words: Any) -> str:
    size = 6 + 4 * min(abs(point.loop_score or 0.0), 3.0)
    kind, mark = {1: ("gain", "+"), -1: ("loss", "−")}.get(point.sign or 0, ("open", "?"))
    row = table([point], language="en" if words is TEXTS["en"] else "sv")[0]
    return (
        f"<g><title>{number}: {escape(_row_text(row))}</title>"
        f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill-opacity="{0.15 + 0.75 * point.confidence:.2f}"/>'
        f'<text class="mark" x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle">{number}{mark}</text></g>'
    )


def _row_text(row: Mapping[str, str]) -> str:
    return ", ".join(value for _, value in list(row.items())[1:])


def _lines(text: str, top: float) -> list[str]:
    import textwrap

    return [
        f'<text class="small" x="16" y="{top + 16 * n:.0f}">{escape(line)}</text>'
        for n, line in enumerate(textwrap.wrap(text, 120))
    ]
