"""Echo: how much of the evidence comes from inside our own chamber, and whether a signal lies outside our own sector."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

OUTSIDE_SHARE = 1 / 3  # of the origins: with fewer that speak of our own sectors, the signal lies outside


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who speaks in one origin, and of what.

    is_own: the publisher is, or works for, our own members, funders, owners or sectors; None when its standing is unknown.
    speaks_of_own_sector: names one of our sectors, identity terms or own firms.
    """

    origin_id: str
    is_own: bool | None
    speaks_of_own_sector: bool


def echo_share(voices: Iterable[Voice]) -> float | None:
    """Share of the origins with a known publisher that comes from our own chamber, 0-1; None when none is known."""
    by_origin: dict[str, bool] = {}
    for voice in voices:
        if voice.is_own is not None:
            # one independent copy is enough to take the text out of our chamber
            by_origin[voice.origin_id] = voice.is_own and by_origin.get(voice.origin_id, True)
    return sum(by_origin.values()) / len(by_origin) if by_origin else None


def is_outside_sector(voices: Iterable[Voice]) -> bool | None:
    """True when fewer than a third of the origins speak of our own sectors; None without any document."""
    by_origin: dict[str, bool] = {}
    for voice in voices:
        by_origin[voice.origin_id] = voice.speaks_of_own_sector or by_origin.get(voice.origin_id, False)
    if not by_origin:
        return None
    return sum(by_origin.values()) / len(by_origin) < OUTSIDE_SHARE


def is_own_publisher(sector: str | None, *, own_sectors: Iterable[str], names_own_actor: bool) -> bool | None:
    """Whether a source belongs to our own chamber; None when nothing is known of it."""
    if names_own_actor:
        return True
    if sector is None:
        return None
    return sector.casefold() in {own.casefold() for own in own_sectors}
