"""Everything a digest is made from, as the queries under storage/queries/publish give it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

Row = Mapping[str, Any]
Rows = Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Rows of one system, week and moment. None where a table was never filled: not looked at, which is not nothing."""

    system: Row
    week_on: date
    as_of: datetime
    language: str
    signals: Rows
    signals_before: Rows
    shown_before: Mapping[str, date] = field(
        default_factory=dict
    )  # signal id -> last week it was shown, lately
    told_gone: frozenset[str] = frozenset()  # ids whose going was told since they were last shown
    evidence: Rows
    evidence_before: Rows = ()  # of last week's signals
    parts: Rows = ()  # of the system's engines, as judged
    impacts: Rows  # of each signal and part the force that leads
    heat: Rows  # of each signal and part every force
    forces: Rows
    curves: Rows
    coverage: Rows
    troubled: Rows
    merged: Mapping[str, str]
    n_sources_polled: int
    mentions: Rows | None = None
    calendar: Rows | None = None
    touches: Rows = ()
    forecasts: Rows = ()
    affiliations: Rows = ()
    stories: Rows = ()  # (signal_id, story_id, n_docs)
    notes: Rows = ()
    ratings: Rows = ()
    follows: Rows = ()
    proposals: Rows = ()

    @property
    def issued_on(self) -> date:
        """The Monday on which the digest of the week is read; days left are counted from it."""
        return self.week_on + timedelta(weeks=1)

    @property
    def flagged(self) -> list[Row]:
        return [s for s in self.signals if s["is_flagged"]]


def by_signal(rows: Rows) -> defaultdict[str, list[Row]]:
    """Rows grouped by their signal_id, in order."""
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["signal_id"]].append(row)
    return grouped


def name_of(row: Row, language: str) -> str:
    """A force's or system's name in the digest's language, English where there is none."""
    return str(row["name_sv"] if language == "sv" and row["name_sv"] else row["name"])
