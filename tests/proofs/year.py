"""A made-up year of feeds and the events of a year in an operator's life, for the proof of the simulated year."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from horizon.demo.edition import week_on
from horizon.types import midnight

ZONE = ZoneInfo("Europe/Stockholm")
N_WEEKS = 52
SOURCES = ("north-daily", "south-daily", "harbour-trade", "state-notices", "grid-journal", "quiet-monthly")
CLASSES = ("news", "news", "news", "policy", "research", "research")
THEMES = 12


def write_edition(folder: Path) -> None:
    """An edition of 52 weeks: steady themes, themes that rise, themes that end; words are invented and seeded."""
    dice = random.Random(11)
    (folder / "entries").mkdir(parents=True)
    (folder / "sources.toml").write_text("\n".join(_sources()), encoding="utf-8")
    words = [
        "".join(dice.choice("bdfgklmnprstv") + dice.choice("aeiou") for _ in range(3)) for _ in range(900)
    ]
    themes = [dice.sample(words, 14) for _ in range(THEMES)]
    lines, number = [], 0
    for week in range(1, N_WEEKS + 1):
        for theme in range(THEMES):
            for _ in range(_rate(theme, week)):
                number += 1
                moment = midnight(week_on(week)) + timedelta(minutes=dice.randrange(7 * 24 * 60))
                lines.append(_entry(dice, words, themes[theme], number, moment))
    lines.sort(key=lambda line: str(json.loads(line)["published_at"]))
    (folder / "entries" / "s01-year.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _rate(theme: int, week: int) -> int:
    if theme < 4:
        return 1
    start = 4 * theme - 10
    return max(0, min(3, week - start)) if start <= week < start + 9 else 0


def _entry(dice: random.Random, words: list[str], theme: list[str], number: int, moment: datetime) -> str:
    text = " ".join(dice.choice(theme if dice.random() < 0.6 else words) for _ in range(40))
    title = " ".join(dice.sample(theme, 5)).capitalize()
    entry = {"key": f"s01-{number:04d}", "source": dice.choice(SOURCES[:5]) if number % 40 else SOURCES[5],
             "published_at": moment.isoformat(), "title": title, "text": f"{text.capitalize()}.", "tags": []}  # fmt: skip
    return json.dumps(entry)


def _sources() -> Iterator[str]:
    for name, source_class in zip(SOURCES, CLASSES, strict=True):
        yield (
            f'[[source]]\nid = "{name}"\nname = "{name.title()}"\nclass = "{source_class}"\nformat = "rss"\nlanguage = "en"\n'
            f'country = "SE"\ncity = "Norrvik"\nsector = "general"\nfamily = "{name}"\ngrade = "B"\npath = "/{name}/feed.xml"\n'
            f'site = "https://{name}.example"\nquirk = "none"\ntime_zone = "Europe/Stockholm"\ndescription = "made up"\n'
            'outlook = "made up"\n'
        )


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """A scheduled run: when it starts, what it is, and the moment it was scheduled for."""

    starts_at: datetime
    flow: str  # collect, analyse, digest, upkeep
    scheduled_at: datetime


def schedule(first: datetime, hours: int) -> list[Event]:
    """Every run of a year by the local clock of prefect.yaml: hourly at :07, daily 04:30, Monday 06:00, Sunday 05:30."""
    found = []
    for n in range(hours):
        hour = first + timedelta(hours=n)
        found.append(_event(hour + timedelta(minutes=7), "collect"))
        local = hour.astimezone(ZONE)
        if local.hour == 4:
            found.append(_event(hour + timedelta(minutes=30), "analyse"))
        if local.hour == 6 and local.weekday() == 0:
            found.append(_event(hour, "digest"))
        if local.hour == 5 and local.weekday() == 6:
            found.append(_event(hour + timedelta(minutes=30), "upkeep"))
    return sorted(found)


def _event(moment: datetime, flow: str) -> Event:
    return Event(moment.astimezone(UTC), flow, moment.astimezone(UTC))


@dataclass(frozen=True, slots=True)
class Trouble:
    """A stretch of the year in which something is wrong."""

    start: datetime
    end: datetime

    def holds(self, moment: datetime) -> bool:
        return self.start <= moment < self.end


def delayed(events: list[Event], off: Trouble) -> list[Event]:
    """The events when the machine is off for a while: collect runs of that time are lost; the others start when it is
    back, all at once and newest first, as a server does that had created them."""
    kept = [e for e in events if not off.holds(e.starts_at)]
    missed = [e for e in events if off.holds(e.starts_at) and e.flow != "collect"]
    back = [
        Event(off.end + timedelta(seconds=n), e.flow, e.scheduled_at)
        for n, e in enumerate(sorted(missed, key=lambda e: e.scheduled_at, reverse=True))
    ]
    return sorted([*kept, *back])
