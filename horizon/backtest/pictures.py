"""Pictures of a backtest as SVG text: an event's weeks with its flags, and a reliability diagram."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from horizon.backtest.events import Found

WIDTH, HEIGHT, LEFT, BOTTOM = 720, 130, 34, 22
SIDE = 260


def timeline_picture(found: Found, weeks: Sequence[date]) -> str:
    """Weekly documents as bars, takeoff as a dashed line, the first flag as a mark."""
    first = max(weeks[0], min(found.weekly) - timedelta(weeks=4))
    marked = max(found.event.takeoff_on, found.flagged_on or found.event.takeoff_on)
    last = min(weeks[-1], max(max(found.weekly), marked) + timedelta(weeks=2))
    n = max(1, (last - first).days // 7 + 1)
    shown = {w: k for w, k in found.weekly.items() if first <= w <= last}
    top = max(shown.values(), default=1)
    step = (WIDTH - LEFT) / n

    def x(day: date) -> float:
        return LEFT + (day - first).days / 7 * step

    bars = "".join(
        f'<rect x="{x(w):.1f}" y="{_y(k, top):.1f}" width="{max(0.8, step - 0.6):.1f}" '
        f'height="{HEIGHT - BOTTOM - _y(k, top):.1f}" '
        f'fill="var(--fill)"><title>week of {w}: {k}</title></rect>'
        for w, k in shown.items()
    )  # fmt: skip
    marks = ""
    if first <= found.event.takeoff_on <= last:
        at = x(found.event.takeoff_on)
        marks += f'<line x1="{at:.1f}" x2="{at:.1f}" y1="14" y2="{HEIGHT - BOTTOM}" stroke="var(--soft)" stroke-dasharray="3 3"/>'
        marks += _text(at + 3, 12, "takeoff")
    if found.flagged_on is not None and first <= found.flagged_on <= last + timedelta(days=6):
        at = x(found.flagged_on)
        marks += f'<line x1="{at:.1f}" x2="{at:.1f}" y1="26" y2="{HEIGHT - BOTTOM}" stroke="var(--mark)" stroke-width="2"/>'
        marks += _text(at + 3, 32, "flagged", "var(--mark)")
    axis = (
        f'<line x1="{LEFT}" x2="{WIDTH}" y1="{HEIGHT - BOTTOM}" y2="{HEIGHT - BOTTOM}" stroke="var(--line)"/>'
    )
    axis += _text(2, 20, str(top)) + _text(LEFT, HEIGHT - 6, first.isoformat())
    axis += f'<text x="{WIDTH}" y="{HEIGHT - 6}" text-anchor="end" font-size="11" fill="var(--soft)">{last.isoformat()}</text>'
    label = escape(f"{found.event.name}, documents a week")
    return (
        f'<svg role="img" aria-label="{label}" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f"{axis}{bars}{marks}</svg>"
    )


def reliability_picture(rows: Sequence[Sequence[float]]) -> str:
    """Points of (said, seen, cases); the diagonal is perfect."""
    top = max([0.05, *(max(r[0], r[1]) for r in rows)]) * 1.05
    inner = SIDE - LEFT - BOTTOM

    def place(said: float, seen: float) -> tuple[float, float]:
        return LEFT + said / top * inner, SIDE - BOTTOM - seen / top * inner

    x1, y1 = place(top, top)
    points = "".join(
        f'<circle cx="{place(r[0], r[1])[0]:.1f}" cy="{place(r[0], r[1])[1]:.1f}" r="4" fill="var(--fill)">'
        f"<title>said {r[0]:.1%}, seen {r[1]:.1%}, {r[2]:.0f} cases</title></circle>"
        for r in rows
    )
    return (
        f'<svg role="img" aria-label="reliability diagram" viewBox="0 0 {SIDE} {SIDE}" width="{SIDE}" height="{SIDE}">'
        f'<line x1="{LEFT}" y1="{SIDE - BOTTOM}" x2="{x1:.1f}" y2="{y1:.1f}" stroke="var(--line)"/>'
        f'<line x1="{LEFT}" y1="{SIDE - BOTTOM}" x2="{SIDE}" y2="{SIDE - BOTTOM}" stroke="var(--line)"/>'
        f'<line x1="{LEFT}" y1="0" x2="{LEFT}" y2="{SIDE - BOTTOM}" stroke="var(--line)"/>{points}'
        f"{_text(LEFT, SIDE - 6, f'said, 0 to {top:.0%}')}{_text(2, 12, 'seen')}</svg>"
    )


def _y(count: int, top: int) -> float:
    return HEIGHT - BOTTOM - count / top * (HEIGHT - BOTTOM - 14)


def _text(x: float, y: float, text: str, colour: str = "var(--soft)") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="11" fill="{colour}">{escape(text)}</text>'
