"""What comes back every year: tells a season in a store that has not seen last year. Data: data/occasions.toml.

Where the year before was read, the season is measured (`bursts`, `stage_of`) and this list is not asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import AfterValidator, Field, StringConstraints

from horizon.config import Section, read_toml, validate
from horizon.cues import CUE_LANGUAGES, CueIndex, CueLanguage
from horizon.signals.history import History, IntArray

SEASON_WEEKS = 3  # either side of the same week a year ago
OCCASION_SHARE = 0.5  # of a matter's documents that speak of the occasion
LEAST_READ = 0.25  # of what is read in as many weeks now: that much of last year's season was read, or its memory says nothing


def _real(day: str) -> str:
    date.fromisoformat(f"2024-{day}")  # a leap year: 02-29 is a day
    return day


_Day = Annotated[str, StringConstraints(pattern=r"^\d\d-\d\d$"), AfterValidator(_real)]  # month-day
_Cues = Annotated[tuple[str, ...], Field(min_length=1)]


class Occasion(Section):
    """One [occasion.ID] table. windows: first and last day of each time it is spoken of, month-day."""

    windows: Annotated[tuple[tuple[_Day, _Day], ...], Field(min_length=1)]
    en: _Cues
    sv: _Cues

    def is_in_season(self, day: date) -> bool:
        """True on a day in one of the windows; one whose last day is before its first runs over New Year."""
        at = f"{day:%m-%d}"
        return any(
            first <= at <= last if first <= last else at >= first or at <= last
            for first, last in self.windows
        )


class OccasionFile(Section):
    """data/occasions.toml."""

    occasion: dict[str, Occasion]


@dataclass(frozen=True, slots=True)
class InSeason:
    """The words of the occasions that a week is in season for; none where last year was read."""

    indexes: Mapping[CueLanguage, CueIndex]

    def named_by(self, history: History, docs: IntArray) -> str | None:
        """The occasion that at least half of the documents, and two, speak of in title or lead; None where there is none."""
        if not self.indexes or len(docs) < 2:
            return None
        found = Counter(name for i in docs for name in self._names(history, int(i)))
        name, n = min(found.items(), key=lambda item: (-item[1], item[0]), default=(None, 0))
        return name if n >= max(2.0, OCCASION_SHARE * len(docs)) else None

    def _names(self, history: History, doc: int) -> frozenset[str]:
        text = f"{history.titles[doc]}\n{history.texts[doc]}"
        language = history.languages[doc]
        asked = CUE_LANGUAGES if language is None else [code for code in CUE_LANGUAGES if code == language]
        return frozenset(hit.owner for code in asked for hit in self.indexes[code].find(text))


Occasions = Mapping[str, Occasion]


def load_occasions(path: Path) -> Occasions:
    """Occasions by id. Raises ConfigError naming file and key."""
    return validate(OccasionFile, read_toml(path), path).occasion


def in_season(history: History, occasions: Occasions, days: Iterable[date]) -> InSeason:
    """What is in season on one of the days, where the history does not hold the same weeks of last year."""
    days = list(days)
    now = {name: o for name, o in occasions.items() if any(o.is_in_season(day) for day in days)}
    if not now or _holds_last_year(history):
        return InSeason({})
    return InSeason({
        "en": CueIndex({name: o.en for name, o in now.items()}, "en"),
        "sv": CueIndex({name: o.sv for name, o in now.items()}, "sv", in_compounds=False),
    })  # fmt: skip


def _holds_last_year(history: History) -> bool:
    """Whether the same weeks of last year were read: the few old entries of a feed that came on board are no year."""
    then = np.abs(history.week - (history.last - 52)) <= SEASON_WEEKS
    now = history.week > history.last - 2 * SEASON_WEEKS - 1
    read = history.is_counted & ~history.is_backlog
    return int((read & then).sum()) > LEAST_READ * int((read & now).sum())
