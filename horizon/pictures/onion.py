"""The onion of outer layers: nested rings that open with what is told of each layer, round what stands in the middle."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from horizon.pictures.svg import safe

LINE = 18
SIDE = 20  # left and right of the outermost ring
FOOT = 22  # between the last line of a layer and the next ring


@dataclass(frozen=True, slots=True, kw_only=True)
class Onion:
    """Rings of a picture. layers: heading and lines of each, outermost first; inset: units between two rings, px: mean width of a
    character."""

    layers: tuple[tuple[str, tuple[str, ...]], ...]
    width: int
    top: float
    inset: int

    @property
    def middle_top(self) -> float:
        """Where the middle begins."""
        return self._top_of(len(self.layers))

    @property
    def foot(self) -> float:
        """Height of the lower edges of all rings, below the middle."""
        return float(self.inset * len(self.layers))

    def draw(self, bottom: float) -> list[str]:
        """Rings and words; bottom: where the middle ends."""
        out = []
        for n in range(len(self.layers)):
            left, top = SIDE + self.inset * n, self._top_of(n)
            height = bottom + self.inset * (len(self.layers) - n) - top
            out.append(
                f'<rect class="ring" x="{left}" y="{top:.0f}" width="{self.width - 2 * left}" height="{height:.0f}" rx="14"/>'
            )
        for n, (heading, told) in enumerate(self.layers):
            x, y = SIDE + self.inset * n + 14, self._top_of(n) + 20
            out.append(f'<text class="name" x="{x}" y="{y:.0f}">{safe(heading)}</text>')
            out += [
                f'<text class="figure" x="{x}" y="{y + LINE * k:.0f}">{safe(line)}</text>'
                for k, line in enumerate(told, start=1)
            ]
        return out

    def _top_of(self, number: int) -> float:
        return self.top + sum(LINE * (len(told) + 1) + FOOT for _, told in self.layers[:number])


def line_chars(depth: int, *, width: int, inset: int, px: float = 7.2) -> int:
    """Characters that fit on a line of a layer; px: mean width of one."""
    return int((width - 2 * (SIDE + inset * depth + 14)) / px)


def in_lines(items: Sequence[str], width: int) -> tuple[str, ...]:
    """Items of a list in lines of at most a width; only an item longer than a line is parted, and the mark between two ends a
    line."""
    lines: list[str] = []
    for n, item in enumerate(items):
        piece = item if n == len(items) - 1 else f"{item}\u00a0·"  # the mark never begins a line
        if lines and len(lines[-1]) + 1 + len(piece) <= width:
            lines[-1] += f" {piece}"
        else:
            lines += textwrap.wrap(piece, width)
    return tuple(lines)
