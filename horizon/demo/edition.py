"""The fictional sample edition: its sources, and which version of which entry each feed shows at a given moment.

Format: data/sample/README.md. The key of the edition is never read here; only tests read it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from horizon.config import read_toml
from horizon.errors import ConfigError

FEED_LENGTH = 40  # a feed shows its latest entries only, like a real one
WEEK_1_ON = date(2026, 5, 11)
REISSUE_WEEKS = (8, 14)  # weeks in which a source of that quirk gives all its entries new ids
LAST_LIVE_WEEK = 9  # of the source that dies


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSource:
    """One fictional feed of sources.toml."""

    source_id: str
    name: str
    source_class: str
    format: str  # rss, atom, rdf, json
    language: str
    path: str
    site: str
    quirk: str
    catalogue: dict[str, Any]  # the fields that the source catalogue takes over as they are


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleEntry:
    """One entry, in the version a feed shows."""

    key: str
    source_id: str
    published_at: datetime | None
    available_at: datetime
    title: str
    text: str
    author: str | None
    tags: tuple[str, ...]
    url: str
    wild_date: str | None
    edited_at: datetime | None
    edit: tuple[str, str] | None  # later title and text

    def as_shown(self, moment: datetime) -> SampleEntry:
        """The version a reader meets at that moment."""
        if self.edit is None or self.edited_at is None or self.edited_at > moment:
            return replace(self, edited_at=None)
        return replace(self, title=self.edit[0], text=self.edit[1])


class Edition:
    """All sources and entries of a sample folder."""

    def __init__(self, folder: Path) -> None:
        self.sources = {s.source_id: s for s in _sources(folder / "sources.toml")}
        self._entries: dict[str, list[SampleEntry]] = defaultdict(list)
        self.n_weeks = 0
        for entry in _entries(folder / "entries", self.sources):
            self._entries[entry.source_id].append(entry)
            self.n_weeks = max(self.n_weeks, week_number(entry.available_at))
        for entries in self._entries.values():
            entries.sort(key=lambda e: (e.available_at, e.key))

    @property
    def n_entries(self) -> int:
        return sum(len(entries) for entries in self._entries.values())

    def is_dead(self, source: SampleSource, moment: datetime) -> bool:
        """Whether the feed has gone for good by then."""
        return source.quirk == "dies_in_week_9" and week_number(moment) > LAST_LIVE_WEEK

    def all_of(self, source: SampleSource) -> list[SampleEntry]:
        """Every entry of a source, by the time it appears."""
        return list(self._entries[source.source_id])

    def shown(self, source: SampleSource, moment: datetime) -> list[SampleEntry]:
        """What the feed shows at a moment, newest first."""
        visible = [e for e in self._entries[source.source_id] if e.available_at <= moment]
        return [e.as_shown(moment) for e in reversed(visible[-FEED_LENGTH:])]


def guid_of(source: SampleSource, entry: SampleEntry, moment: datetime) -> str | None:
    """The id the feed gives an entry at a moment; None for a feed without ids."""
    if source.quirk == "no_guid":
        return None
    if source.quirk != "reissues_ids":
        return entry.url
    issue = sum(week_number(moment) > week for week in REISSUE_WEEKS)
    return f"tag:{source.source_id},2026:{issue}-{entry.key}"


def week_number(moment: datetime) -> int:
    """Week of the edition that holds a moment; 1 is the first."""
    return (moment.astimezone(UTC).date() - WEEK_1_ON).days // 7 + 1


def week_on(number: int) -> date:
    """Monday of a week of the edition."""
    return WEEK_1_ON + timedelta(weeks=number - 1)


def _sources(path: Path) -> Iterator[SampleSource]:
    for item in read_toml(path)["source"]:
        yield SampleSource(
            source_id=item["id"],
            name=item["name"],
            source_class=item["class"],
            format=item["format"],
            language=item["language"],
            path=item["path"],
            site=item["site"],
            quirk=item["quirk"],
            catalogue={
                "country": item.get("country"),
                "place": item.get("city"),
                "sector": item.get("sector"),
                "family": item.get("family"),
                "grade": item.get("grade", "F"),
                "time_zone": item.get("time_zone"),
                "is_primary": item["class"] in ("policy", "research"),
            },
        )


def _entries(folder: Path, sources: dict[str, SampleSource]) -> Iterator[SampleEntry]:
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            try:
                yield _entry(json.loads(line), sources)
            except (ValueError, KeyError, TypeError) as exc:
                raise ConfigError(
                    f"{path}: line {number} is not a sample entry ({exc!r}); see data/sample/README.md"
                ) from exc


def _entry(item: dict[str, Any], sources: dict[str, SampleSource]) -> SampleEntry:
    source = sources[item["source"]]
    published = datetime.fromisoformat(item["published_at"]) if item.get("published_at") else None
    available = datetime.fromisoformat(item["available_at"]) if item.get("available_at") else published
    if available is None:
        raise ValueError("an entry without published_at needs available_at")
    edit = item.get("edit")
    return SampleEntry(
        key=item["key"],
        source_id=source.source_id,
        published_at=published,
        available_at=available,
        title=item["title"],
        text=item["text"],
        author=item.get("author"),
        tags=tuple(item.get("tags") or ()),
        url=f"{source.site}/{(item.get('url_path') or item['key']).lstrip('/')}",
        wild_date=item.get("wild_date"),
        edited_at=datetime.fromisoformat(edit["at"]) if edit else None,
        edit=(edit["title"], edit["text"]) if edit else None,
    )
