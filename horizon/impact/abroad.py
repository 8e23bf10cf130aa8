"""Whether news is of another country alone: what it does to draw people and plants is done against us, not for us."""

from __future__ import annotations

import re
from collections.abc import Mapping

from horizon.cues import words
from horizon.impact.system import System

_LEAD = re.compile(r"(?<=[^\W\d_]{2})[.!?]\s")
_MAX_WORDS = 3  # in the name of a country
# Named in title or lead, the union is at least part of it; its rules and money are ours too.
_OURS = frozenset(
    {"eu", "europe", "european", "europas", "europeisk", "europeiska", "europeiskt", "union", "unionen", "brussels", "bryssel",
     "nordic", "nordics", "nordisk", "nordiska"}
)  # fmt: skip


def is_elsewhere(system: System, country_codes: Mapping[str, str], text: str) -> bool:
    """True where title and lead name countries, none of them ours, a partner's or the union.

    country_codes: ISO 3166 code by case-folded name; text: title first.
    """
    lead = " ".join(_LEAD.split(text, maxsplit=2)[:2])
    found = [word.text for word in words(lead)]
    if _OURS.intersection(found):
        return False
    named = {" ".join(found[i : i + n]) for n in range(1, _MAX_WORDS + 1) for i in range(len(found) - n + 1)}
    places = system.places
    near = {p.casefold() for p in (*places.home, places.country, *places.country_aliases, *places.partners)}
    codes = {country_codes[name] for name in named if name in country_codes}
    return bool(codes) and not near & named and not codes & {country_codes.get(name) for name in near}
