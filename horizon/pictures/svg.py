"""What every picture shares: its frame with title and description, its style, and the page of its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from string import Template

HEAD = 44  # room above a picture that stands alone, for its title
# Alone, colours are written out, since not every viewer of SVG knows variables; on a page they are the page's.
ALONE = {
    "ink": "#1a1a1a", "soft": "#4a4a4a", "line": "#8a8a8a", "paper": "#ffffff", "gain": "#1f5c8a", "loss": "#a33b12",
}  # fmt: skip
ON_PAGE = {
    "ink": "var(--ink)", "soft": "var(--soft)", "line": "var(--soft)", "paper": "var(--paper)", "gain": "var(--accent)",
    "loss": "var(--bad)",
}  # fmt: skip
_STYLE = Template(
    ".picture text { font: 15px system-ui, sans-serif; fill: $ink } .picture .heading { font-size: 20px; font-weight: 600 }"
    " .picture .name { font-weight: 600 } .picture .small { font-size: 13px; fill: $soft } .picture .figure { font-size: 14px }"
    " .picture .lined, .picture .mark { paint-order: stroke; stroke: $paper; stroke-width: 4px; stroke-linejoin: round }"
    " .picture .mark { font-size: 14px; font-weight: 700 } .picture .line { fill: none; stroke: $line }"
    " .picture .back { fill: $paper } .picture .gain { fill: $gain; stroke: $gain } .picture .loss { fill: $loss; stroke: $loss }"
    " .picture .open, .picture .neutral { fill: $soft; stroke: $ink } .picture circle.loss { stroke-dasharray: 5 3 }"
    " .picture circle.open { stroke-dasharray: 1 3 } .picture circle.apart { fill: $paper; stroke: $line }"
    " .picture circle { stroke-width: 1.6 } .picture .arrow { fill: $ink }"
    " .picture .box { fill: $paper; stroke: $ink; stroke-width: 1.4 } .picture .blank { stroke: $line; stroke-dasharray: 2 4 }"
    " .picture .ring { fill: $paper; stroke: $line } .picture .wire { fill: none; stroke: $ink; stroke-width: 1.6 }"
    " .picture .tint { stroke: none } .picture .weave { stroke: $soft; stroke-width: 1.6 }"
    " .picture .losing { stroke: $loss; stroke-width: 2.6 }"
)
PAGE_STYLE = (
    "body{font:15px/1.4 system-ui,sans-serif;margin:1.5rem;max-width:70rem;color:#1a1a1a;background:#fff}svg{width:100%}"
    ".scroll{overflow-x:auto}.scroll svg{min-width:40rem}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .5rem;border-bottom:1px solid #bbb;"
    "vertical-align:top}@media print{body{margin:0;font-size:11px}.scroll svg{min-width:0}tr{break-inside:avoid}}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawing. name: prefix of its ids, one of each on a page; description: everything in words; body: SVG elements."""

    name: str
    title: str
    description: str
    width: int
    height: int
    body: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The same as rows of text, in the order of the columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def records(self) -> list[dict[str, str]]:
        """Rows by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def style(colours: Mapping[str, str]) -> str:
    """The rules of all pictures in these colours; they touch nothing outside a picture."""
    return _STYLE.substitute(colours)


def inline(picture: Picture) -> str:
    """The picture as an element of a page whose style holds style(ON_PAGE)."""
    return "\n".join([_open(picture, 0), *_told(picture), *picture.body, "</svg>"])


def alone(picture: Picture) -> str:
    """The picture as an SVG document with its own style, title and background."""
    return "\n".join(
        [
            _open(picture, HEAD),
            *_told(picture),
            f"<style>{style(ALONE)}</style>",
            f'<rect class="back" y="{-HEAD}" width="{picture.width}" height="{picture.height + HEAD}"/>',
            f'<text class="heading" x="16" y="-14">{safe(picture.title)}</text>',
            *picture.body,
            "</svg>",
            "",
        ]
    )


def page(picture: Picture, table: Table, *, language: str, empty: str) -> str:
    """A page of its own: picture, then table, or the sentence `empty` where the table has no rows."""
    head = "".join(f'<th scope="col">{safe(c)}</th>' for c in table.columns)
    rows = "".join(
        "<tr>" + "".join(f"<td><bdi>{safe(v)}</bdi></td>" for v in row) + "</tr>" for row in table.rows
    )
    told = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    title = safe(picture.title)
    return (
        f'<!doctype html><html lang="{safe(language)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
        f"<style>{PAGE_STYLE} {style(ALONE)}</style></head>"
        f'<body><main><h1>{title}</h1><div class="scroll" tabindex="0" role="group" aria-label="{title}">{inline(picture)}</div>'
        f"{told if table.rows else f'<p>{safe(empty)}</p>'}</main></body></html>\n"
    )


def safe(text: str) -> str:
    """Text for markup: special characters escaped, line ends and tabs as spaces, other control and direction characters dropped
    (XML allows no such character)."""
    kept = (
        " " if c.isspace() else c for c in text if c.isspace() or not unicodedata.category(c).startswith("C")
    )
    return escape("".join(kept), quote=True)


def signed(value: float | None, unknown: str) -> str:
    """A figure with its sign as a character, two decimals; 0 is exact, 0.00 what rounds to nothing."""
    if value is None:
        return unknown
    if not value:
        return "0"
    told = f"{value:+.2f}".replace("-", "−")
    return told if round(value, 2) else told[1:]


def lines(items: Sequence[str], x: float, y: float, *, step: float, kind: str = "small") -> list[str]:
    """Lines of text below one another, the first at y."""
    return [
        f'<text class="{kind}" x="{x:.0f}" y="{y + step * n:.0f}">{safe(item)}</text>'
        for n, item in enumerate(items)
    ]


def hatch(name: str, kind: str, *, gap: int) -> str:
    """A pattern of slanting lines, for `fill="url(#name)"`; gap: units between two lines."""
    return (
        f'<pattern id="{name}" width="{gap}" height="{gap}" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<line class="{kind}" x1="0" y1="0" x2="0" y2="{gap}"/></pattern>'
    )


def _open(picture: Picture, head: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" viewBox="0 {-head} {picture.width} {picture.height + head}" '
        f'role="img" aria-labelledby="{picture.name}-title" aria-describedby="{picture.name}-desc">'
    )


def _told(picture: Picture) -> list[str]:
    return [
        f'<title id="{picture.name}-title">{safe(picture.title)}</title>',
        f'<desc id="{picture.name}-desc">{safe(picture.description)}</desc>',
    ]
