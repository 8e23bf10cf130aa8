"""Numbers with their unit in a text, so that two accounts of one thing can be seen to clash. English and Swedish.

Only numbers that say what they count are read: money, shares, and counts of people or things. Dates, years and ordinals are not
claims. Limits: docs/methodology/evidence.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_FACTOR = {
    "thousand": 1e3, "tusen": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6, "miljon": 1e6, "miljoner": 1e6,
    "mkr": 1e6, "billion": 1e9, "bn": 1e9, "miljard": 1e9, "miljarder": 1e9, "mdkr": 1e9, "trillion": 1e12,
}  # fmt: skip
_UNIT = {
    "percent": "%", "per cent": "%", "procent": "%", "%": "%", "$": "usd", "usd": "usd", "dollars": "usd", "€": "eur",
    "eur": "eur", "euro": "eur", "euros": "eur", "£": "gbp", "kr": "sek", "sek": "sek", "kronor": "sek", "mkr": "sek",
    "mdkr": "sek", "jobs": "jobs", "jobb": "jobs", "people": "people", "personer": "people", "deaths": "deaths",
    "dead": "deaths", "döda": "deaths", "mw": "mw", "megawatt": "mw", "gw": "gw", "gwh": "gwh", "mwh": "mwh",
    "tonnes": "tonnes", "tons": "tonnes", "ton": "tonnes", "employees": "people", "anställda": "people",
    "homes": "homes", "bostäder": "homes", "vehicles": "vehicles", "fordon": "vehicles", "km": "km",
}  # fmt: skip
_words = "|".join(sorted((re.escape(w) for w in _UNIT if w not in "$€£"), key=len, reverse=True))
_factors = "|".join(sorted((re.escape(w) for w in _FACTOR), key=len, reverse=True))
_CLAIM = re.compile(
    rf"(?P<sign>[$€£]|\b(?:SEK|USD|EUR))?\s?(?P<number>\d{{1,3}}(?:[ ,\u00a0]\d{{3}})+|\d+(?:[.,]\d+)?)\s?"
    rf"(?:(?P<factor>{_factors})\b)?\s?(?P<unit>%|(?:{_words})\b)?",
    re.IGNORECASE,
)
CLASH_RATIO = 1.5  # two numbers of one unit this far apart do not tell of the same amount
MAX_RATIO = 20.0  # further apart they are about different things


@dataclass(frozen=True, slots=True)
class Claim:
    """An amount and what it counts."""

    value: float
    unit: str


def claims(text: str) -> frozenset[Claim]:
    """The amounts with a unit in a text."""
    found = set()
    for match in _CLAIM.finditer(text):
        word = (match["unit"] or match["sign"] or "").lower()
        factor = (match["factor"] or "").lower()
        unit = _UNIT.get(word) or (_UNIT.get(factor) if factor in ("mkr", "mdkr") else None)
        if unit is None:
            continue
        written = match["number"]
        digits = re.sub(r"[ ,\u00a0](?=\d{3}(?:\D|$))", "", written).replace(",", ".")
        found.add(Claim(float(digits) * _FACTOR.get(factor, 1.0), unit))
    return frozenset(found)


def clash(earlier: frozenset[Claim], later: frozenset[Claim]) -> tuple[Claim, Claim] | None:
    """Two amounts of one unit that cannot both hold: each text has one of that unit, and they lie far apart."""
    for unit in sorted({c.unit for c in earlier} & {c.unit for c in later}):
        before = [c for c in earlier if c.unit == unit]
        after = [c for c in later if c.unit == unit]
        if len(before) == len(after) == 1:
            low, high = sorted((before[0].value, after[0].value))
            if low > 0 and CLASH_RATIO <= high / low <= MAX_RATIO:
                return before[0], after[0]
    return None
