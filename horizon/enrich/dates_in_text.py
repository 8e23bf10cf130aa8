"""Dates written in English and Swedish text, read from the day of publication on.

Nothing is guessed in silence: where the day had to be inferred (year missing, relative, vague, counted from another day) the
find is flagged and says why. Own patterns, because a general date parser gives neither offsets nor the precision of what
it read (docs/decisions/0010-dates-in-policy-text.md).
"""

from __future__ import annotations

from datetime import date

from horizon.enrich.clock_times import with_time
from horizon.enrich.date_builders import numeric, numeric_day
from horizon.enrich.date_found import DateFound
from horizon.enrich.date_patterns import PATTERNS
from horizon.enrich.date_relations import from_before, from_other, ranged, years_of_ranges, years_told


def dates_in(text: str, published_on: date, *, month_first: bool = False) -> list[DateFound]:
    """Every date of a text in order, none overlapping another. month_first: how 05/06/2026 is read (American bodies)."""
    taken: list[tuple[int, int]] = []
    found: list[DateFound] = []
    for pattern, build in PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            made = numeric(match, month_first) if build is numeric_day else build(match, published_on)
            if made is None:
                continue
            for one in ranged(match, made):
                found.append(one)
            taken.append(match.span())
    found.sort(key=lambda f: f.start)
    found = years_told(found, text, published_on)
    found = [from_other(f, text, found) for f in found]
    found = [from_before(f, i, text, found) for i, f in enumerate(found)]
    return [with_time(f, text) for f in years_of_ranges(found, text)]
