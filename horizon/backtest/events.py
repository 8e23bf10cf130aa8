"""Known events of a corpus and when the flags found them. Patterns are for scoring only; nothing of the judgement reads them.

A flag is about an event when at least two of its documents, and half of them, match the event's pattern.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from horizon.backtest.cases import Case
from horizon.errors import ConfigError

MIN_DOCS = 2
MIN_SHARE = 0.5
LATE_WEEKS = 4
GROWING = frozenset({"emergent", "burst", "slow"})
CONTROLS = frozenset({"steady", "declining", "seasonal"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A thing that happened: takeoff_on is the first day of its takeoff period, peak_on the first of its peak period."""

    event_id: str
    name: str
    kind: str
    pattern: re.Pattern[str]
    first_on: date
    takeoff_on: date
    peak_on: date
    has_lead: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """When an event was first flagged, and how its documents came over the weeks."""

    event: Event
    flagged_on: date | None
    n_flags: int
    weekly: dict[date, int]


def load_events(path: Path) -> list[Event]:
    """Events of a JSON file with `events: [{id, name, kind, pattern, first_confirmed, takeoff, peak, lead_scorable}]`."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return [
            Event(
                event_id=e["id"], name=e.get("name", e["id"]), kind=e["kind"], pattern=re.compile(e["pattern"], re.IGNORECASE),
                first_on=_day(e["first_confirmed"]), takeoff_on=_day(e["takeoff"]), peak_on=_day(e["peak"]),
                has_lead=bool(e.get("lead_scorable", e["kind"] in GROWING)),
            )
            for e in data["events"]
        ]  # fmt: skip
    except (OSError, KeyError, ValueError, re.error) as exc:
        raise ConfigError(f"{path}: not a file of events ({exc}). See docs/methodology/backtest.md.") from exc


def find(
    events: Sequence[Event], flags: Sequence[Case], texts: Mapping[str, tuple[date, str]], *, top: int
) -> tuple[list[Found], Counter[str]]:
    """Each event with its first flag, and how many flags were about which kind of event.

    texts: doc id -> day and text. top: flags counted a week, best first.
    """
    matching = {
        e.event_id: frozenset(d for d, (_, text) in texts.items() if e.pattern.search(text)) for e in events
    }
    about: Counter[str] = Counter()
    first: dict[str, date] = {}
    n_flags: Counter[str] = Counter()
    for flag in sorted(_best(flags, top), key=lambda c: c.week_on):
        docs = flag.doc_ids
        hit = [
            e for e in events
            if (n := sum(d in matching[e.event_id] for d in docs)) >= MIN_DOCS and n >= MIN_SHARE * len(docs)
        ]  # fmt: skip
        for e in hit:
            first.setdefault(e.event_id, flag.when)
            n_flags[e.event_id] += 1
        about[_about(hit, flag.when)] += 1
    return [
        Found(
            event=e, flagged_on=first.get(e.event_id), n_flags=n_flags[e.event_id],
            weekly=dict(sorted(Counter(_monday(texts[d][0]) for d in matching[e.event_id]).items())),
        )
        for e in events
    ], about  # fmt: skip


def recall(found: Sequence[Found]) -> dict[str, Any]:
    """Of the events with room for an early flag: shares found before takeoff, in its week, four weeks later; median lead."""
    told = [f for f in found if f.event.has_lead]
    leads = [
        (f.event.takeoff_on - f.flagged_on).days
        for f in told
        if f.flagged_on is not None and f.flagged_on < f.event.takeoff_on
    ]

    def by(days: int) -> float | None:
        if not told:
            return None
        return sum(
            f.flagged_on is not None and f.flagged_on < f.event.takeoff_on + timedelta(days=days)
            for f in told
        ) / len(told)

    return {
        "n_events": len(told),
        "before_takeoff": by(0),
        "at_takeoff": by(7),
        "four_weeks_later": by(7 * (LATE_WEEKS + 1)),
        "median_lead_days": median(leads) if leads else None,
        "missed": [f.event.name for f in told if f.flagged_on is None or f.flagged_on >= f.event.takeoff_on],
    }


def _about(hit: Sequence[Event], when: date) -> str:
    if any(e.kind in GROWING and when <= e.peak_on + timedelta(days=6) for e in hit):
        return "growing"
    if any(e.kind in CONTROLS for e in hit):
        return "control"
    return "other" if hit else "unlisted"


def _best(flags: Sequence[Case], top: int) -> list[Case]:
    by_week: dict[date, list[Case]] = {}
    for c in flags:
        by_week.setdefault(c.week_on, []).append(c)
    return [
        c
        for rows in by_week.values()
        for c in sorted(rows, key=lambda c: (-(c.rank_score or 0.0), c.signal_id))[:top]
    ]


def _day(text: str) -> date:
    return date.fromisoformat(text + "-01-01"[{4: 0, 7: 3}.get(len(text), 6) :])


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
