"""Pictures of a digest: the curve of a card, the radar of its signals and the heat map of the engine, with their tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from horizon.pictures.heat import heat_table
from horizon.pictures.heat_map import draw_heat_map
from horizon.pictures.radar import Blip, draw_radar, radar_table
from horizon.pictures.svg import Picture, Table
from horizon.publish.records import Digest, DigestItem


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


def radar_of(digest: Digest) -> tuple[Picture, Table]:
    """Radar of the signals on the page, numbered as their cards."""
    points = [blip_of(item, is_judged=digest.heat is not None) for item in digest.items]
    language = digest.language
    picture = draw_radar(points, subtitle=_subtitle(digest), language=language)
    return picture, radar_table(points, language=language)


def blip_of(item: DigestItem, *, is_judged: bool) -> Blip:
    """A card as a point: strength, sign and confidence of the part it strikes first; None of each where no part is tied to it.

    is_judged: whether the engine was judged for the week; if not, that no part is tied tells nothing.
    """
    part = item.parts[0] if item.parts else None
    timed = (
        part if part and part.sign and part.lag_weeks_low is not None else item
    )  # else typical of the force
    return Blip(
        signal_id=item.signal_id,
        label=item.label,
        part_name=part.part_name if part else None,
        pestle=(part.pestle if part else None) or item.pestle,
        loop_score=part.loop_score if part else None,
        sign=part.sign if part else None,
        lag_weeks_low=timed.lag_weeks_low,
        lag_weeks_high=timed.lag_weeks_high,
        confidence=part.confidence if part else None,
        is_apart=is_judged and part is None,
    )


def heat_of(digest: Digest) -> tuple[Picture, Table] | None:
    """Heat map of the engine; None where it was not judged for this week."""
    if digest.heat is None:
        return None
    numbers = {
        signal_id: n
        for n, item in enumerate(digest.items, 1)
        for signal_id in (item.signal_id, *item.also_as)
    }
    picture = draw_heat_map(digest.heat, subtitle=_subtitle(digest), language=digest.language)
    return picture, heat_table(digest.heat, numbers=numbers, language=digest.language)


def _subtitle(digest: Digest) -> str:
    return f"{digest.system_name}, {digest.week_on:%G-W%V}"
