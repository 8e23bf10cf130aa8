"""The local, national or international lens: how near a signal happens, seen from a system's own places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

from horizon.impact.system import System

Lens = Literal["local", "national", "international"]
LENSES: tuple[Lens, ...] = ("local", "national", "international")  # nearest first
# Weight of the nearest place that a text names: how likely what happens there is to reach the system at all.
NEARNESS: dict[str, float] = {
    "home": 1.0,
    "country": 0.9,
    "partner": 0.8,
    "international": 0.7,
    "elsewhere": 0.6,
}
_LENS: dict[str, Lens] = {
    "home": "local", "country": "national", "partner": "international", "international": "international",
    "elsewhere": "international",
}  # fmt: skip


def place_levels(system: System) -> dict[str, tuple[str, ...]]:
    """Names of the system's places by level, nearest first."""
    p = system.places
    return {
        "home": p.home,
        "country": (p.country, *p.country_aliases),
        "partner": p.partners,
        "international": p.international,
    }


def levels_of_countries(system: System, country_codes: Mapping[str, str]) -> dict[str, str]:
    """Level of each country that the system names, by its code. country_codes: case-folded name -> ISO 3166 code."""
    levels = place_levels(system)
    found: dict[str, str] = {}
    for level in ("country", "partner", "international"):
        for name in levels[level]:
            code = country_codes.get(name.casefold())
            if code is not None:
                found.setdefault(code, level)
    return found


def nearest(levels: Iterable[str]) -> str | None:
    """The nearest of the levels named; None when none is."""
    named = set(levels)
    return next((level for level in NEARNESS if level in named), None)


def lens_of(levels: Iterable[str | None]) -> Lens | None:
    """The lens of most origins whose place is known; the nearer one where two are as many; None when none is known."""
    counts = Counter(_LENS[level] for level in levels if level is not None)
    if not counts:
        return None
    return max(LENSES, key=lambda lens: (counts[lens], -LENSES.index(lens)))
