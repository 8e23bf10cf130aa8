"""How wide a document's world is: local, national or international, from the places it names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from horizon.enrich.entities import Named
from horizon.enrich.gazetteer import Gazetteer


def geography_of(
    named: Sequence[Named], gazetteer: Gazetteer, *, source_place: str | None
) -> tuple[str | None, tuple[str, ...]]:
    """(level, countries). International: two countries or more, or an international body. National: one country by name.
    Local: only towns, or the town of a local source. None when nothing tells.
    """
    countries: set[str] = set()
    levels: set[str] = set()
    for entity in named:
        place = gazetteer.place(entity.name)
        if place is not None:
            levels.add(place.level)
            if place.country:
                countries.add(place.country)
    if "international" in levels or len(countries) > 1:
        level: str | None = "international"
    elif "country" in levels:
        level = "national"
    elif "city" in levels or _names(named, source_place):
        level = "local"
    else:
        level = None
    return level, tuple(sorted(countries))


def _names(named: Iterable[Named], place: str | None) -> bool:
    return place is not None and any(place.casefold() in e.name.casefold() for e in named)
