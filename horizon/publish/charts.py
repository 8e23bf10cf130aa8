"""Pictures as inline SVG, each with a title for screen readers; the tables beside them are made by the templates."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from horizon.publish.records import DigestItem

SECTORS = ("political", "economic", "social", "technological", "legal", "environmental")
RING_LIMITS = (8, 26, 52, 9999)  # weeks to the first effect
LAYERS = ("world", "society", "market", "organisation")
CENTRE, RADIUS = 190, 165


def curve_svg(curve: Sequence[tuple[date, int]], title: str) -> str:
    """Bars of origins a week, oldest first; the last week is filled."""
    if not curve:
        return ""
    width, height, top = 168, 40, max(1, *(n for _, n in curve))
    step = width / len(curve)
    bars = "".join(
        f'<rect x="{i * step + 1:.1f}" y="{height - height * n / top:.1f}" width="{step - 2:.1f}" '
        f'height="{max(height * n / top, 0.75):.1f}" class="{"now" if i == len(curve) - 1 else "bar"}"/>'
        for i, (_, n) in enumerate(curve)
    )
    text = escape(f"{title}: {', '.join(str(n) for _, n in curve)}", quote=True)
    return (
        f'<svg class="curve" viewBox="0 0 {width} {height}" preserveAspectRatio="none" role="img" aria-label="{text}">'
        f"<title>{text}</title>{bars}</svg>"
    )


def ring_of(item: DigestItem) -> int | None:
    """Ring of the radar by the time to the first effect; None when unknown."""
    if item.lag_weeks_low is None:
        return None
    return next(i for i, limit in enumerate(RING_LIMITS) if item.lag_weeks_low <= limit)


def strongest(item: DigestItem) -> float | None:
    """Strongest effect on any part, 0-3; None when no direction is known."""
    known = [abs(p.loop_score) for p in item.parts if p.loop_score is not None]
    return max(known) if known else None


def is_placed(item: DigestItem) -> bool:
    """Whether the radar can show it: force and time are known."""
    return item.pestle in SECTORS and ring_of(item) is not None


def radar_svg(items: Sequence[DigestItem], title: str, words: Mapping[str, str]) -> str:
    """Trend radar: ring = time to impact, sector = PESTLE, size = impact, filled = direction known; numbers refer to the list.

    What can not be placed is left out; the page names it.
    """
    if not any(is_placed(i) for i in items):
        return ""
    parts = [*_rings(words), *_sectors(words)]
    taken: dict[tuple[int, int], int] = {}
    for number, item in enumerate(items, 1):
        ring = ring_of(item)
        if item.pestle not in SECTORS or ring is None:
            continue
        slice_ = SECTORS.index(item.pestle)
        turn = taken[(ring, slice_)] = taken.get((ring, slice_), 0) + 1
        angle = math.radians(60 * slice_ - 60 + (turn // 2) * 17 * (-1) ** turn)
        distance = RADIUS * (ring + 0.55) / 4
        x, y = CENTRE + distance * math.cos(angle), CENTRE + distance * math.sin(angle)
        size = 9 + 3 * (strongest(item) or 0)
        kind = "blip" if strongest(item) is not None else "blip open"
        parts.append(
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{size:.1f}" class="{kind}"/>'
            f'<text x="{x:.0f}" y="{y + 4:.0f}" text-anchor="middle" class="{kind.replace("blip", "number")}">{number}</text>'
        )
    label = escape(title, quote=True)
    return (
        f'<svg class="radar" viewBox="-95 0 570 380" role="img" aria-label="{label}">'
        f"<title>{label}</title>{''.join(parts)}</svg>"
    )


def _rings(words: Mapping[str, str]) -> list[str]:
    circles = [
        f'<circle cx="{CENTRE}" cy="{CENTRE}" r="{RADIUS * (i + 1) / 4:.0f}" class="ring"/>' for i in range(4)
    ]
    return circles + [
        f'<text x="{CENTRE + 4}" y="{CENTRE - RADIUS * (i + 1) / 4 + 12:.0f}" class="small">{escape(words[f"ring_{i}"])}</text>'
        for i in range(4)
    ]


def _sectors(words: Mapping[str, str]) -> list[str]:
    made = []
    for i, sector in enumerate(SECTORS):
        edge, middle = math.radians(60 * i - 90), math.radians(60 * i - 60)
        made.append(
            f'<line x1="{CENTRE}" y1="{CENTRE}" x2="{CENTRE + RADIUS * math.cos(edge):.0f}" '
            f'y2="{CENTRE + RADIUS * math.sin(edge):.0f}" class="ring"/>'
        )
        x, y = CENTRE + (RADIUS + 14) * math.cos(middle), CENTRE + (RADIUS + 14) * math.sin(middle)
        anchor = "middle" if abs(math.cos(middle)) < 0.3 else "start" if math.cos(middle) > 0 else "end"
        made.append(
            f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" class="sector">{escape(words[f"pestle_{sector}"])}</text>'
        )
    return made
