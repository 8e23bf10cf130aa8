"""Places by name in English and Swedish: countries, their people's names, larger Nordic and European cities, and EU bodies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from horizon.config import data_root, read_toml


@dataclass(frozen=True, slots=True)
class Place:
    """A known place under its English name; country None for international bodies."""

    name: str
    country: str | None
    level: str  # city, country, international


class Gazetteer:
    """Looks names up without regard to case and Swedish genitive."""

    def __init__(self, places: Iterable[tuple[str, Place]]) -> None:
        self._places = {name.casefold(): place for name, place in places}

    def country_codes(self) -> dict[str, str]:
        """ISO code by case-folded name, of countries only."""
        return {n: p.country for n, p in self._places.items() if p.level == "country" and p.country}

    def place(self, name: str) -> Place | None:
        """The place a name means, None when it means none."""
        key = name.casefold()
        return self._places.get(key) or (
            self._places.get(key[:-1]) if key.endswith("s") and len(key) > 4 else None
        )


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer of data/gazetteer.toml."""
    data = read_toml(data_root() / "gazetteer.toml")
    places: list[tuple[str, Place]] = []
    for code, item in data["country"].items():
        place = Place(item["name"], code, "country")
        places += [(name, place) for name in (item["name"], *item.get("aliases", ()))]
        places += [(city, Place(city, code, "city")) for city in item.get("cities", ())]
    for item in data["international"]:
        places += [
            (name, Place(item["name"], None, "international"))
            for name in (item["name"], *item.get("aliases", ()))
        ]
    return Gazetteer(places)
