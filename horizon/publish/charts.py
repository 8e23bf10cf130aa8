"""Pictures as inline SVG, each with a title for screen readers; the tables beside them are made by the templates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from html import escape

from horizon.publish.records import DigestItem

SECTORS = ("political", "economic", "social", "technological", "legal", "environmental")
RINGS = ((8, "0-8 weeks"), (26, "2-6 months"), (52, "6-12 months"), (9999, "over a year"))


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
    return (
        f'<svg class="curve" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title, quote=True)}">'
        f"<title>{escape(title)}</title>{bars}</svg>"
    )


def nearest_ring(item: DigestItem) -> int:
    """Ring of the radar: the earliest lag of the parts it touches; the outermost when unknown."""
    lags = [p.lag_weeks_low for p in item.parts if p.lag_weeks_low is not None and p.sign]
    if not lags:
        return len(RINGS) - 1
    return next(i for i, (limit, _) in enumerate(RINGS) if min(lags) <= limit)


def strongest(item: DigestItem) -> float | None:
    """Strongest effect on any part, 0-3; None when no direction is known."""
    known = [abs(p.loop_score) for p in item.parts if p.loop_score is not None]
    return max(known) if known else None


def radar_svg(items: Sequence[DigestItem], title: str) -> str:
    """Trend radar: ring = time to impact, sector = PESTLE, size = impact, opacity = confidence; numbers refer to the list."""
    if not items:
        return ""
    centre, radius = 190, 165
    parts = [
        f'<circle cx="{centre}" cy="{centre}" r="{radius * (i + 1) / 4:.0f}" class="ring"/>' for i in range(4)
    ]
    parts += [
        f'<text x="{centre + 4}" y="{centre - radius * (i + 1) / 4 + 12:.0f}" class="small">{name}</text>'
        for i, (_, name) in enumerate(RINGS)
    ]
    for i, sector in enumerate(SECTORS):
        edge, middle = math.radians(60 * i - 90), math.radians(60 * i - 60)
        parts.append(
            f'<line x1="{centre}" y1="{centre}" x2="{centre + radius * math.cos(edge):.0f}" '
            f'y2="{centre + radius * math.sin(edge):.0f}" class="ring"/>'
        )
        x, y = centre + (radius + 14) * math.cos(middle), centre + (radius + 14) * math.sin(middle)
        anchor = "middle" if abs(math.cos(middle)) < 0.3 else "start" if math.cos(middle) > 0 else "end"
        parts.append(f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" class="sector">{sector}</text>')
    placed: dict[tuple[int, int], int] = {}
    for number, item in enumerate(items, 1):
        ring = nearest_ring(item)
        slice_ = SECTORS.index(item.pestle) if item.pestle in SECTORS else 0
        turn = placed[(ring, slice_)] = placed.get((ring, slice_), 0) + 1
        angle = math.radians(60 * slice_ - 60 + (turn // 2) * 17 * (-1) ** turn)
        distance = radius * (ring + 0.55) / 4
        x, y = centre + distance * math.cos(angle), centre + distance * math.sin(angle)
        size = 9 + 3 * (strongest(item) or 0)
        opacity = 0.35 + 0.6 * max((p.confidence for p in item.parts), default=0.0)
        parts.append(
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{size:.1f}" class="blip" fill-opacity="{min(opacity, 1):.2f}"/>'
            f'<text x="{x:.0f}" y="{y + 4:.0f}" text-anchor="middle" class="number">{number}</text>'
        )
    return (
        f'<svg class="radar" viewBox="-75 0 530 380" role="img" aria-label="{escape(title, quote=True)}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )
