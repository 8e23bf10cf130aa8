"""Entrants from another sector: a topic at home elsewhere whose documents begin to name our arena.

Our arena is what the model says of it: customers, products (identity terms of today and tomorrow) and home places. A topic
is at home in another sector when its documents call their firms by that sector's words (data/sectors.toml), name a competitor
whose own sector is not ours, or come from sources of such a sector. It enters when many of its recent documents name our
arena, and clearly more than before or for the first time within ARRIVAL_WEEKS.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from horizon.config import Section, read_toml, validate
from horizon.cues import CUE_LANGUAGES, CueIndex, CueLanguage, composed
from horizon.impact.system import System

RECENT_WEEKS = 4
MIN_HOME_SHARE = 0.3  # of the origins that call their firms by the sector's words
MIN_SOURCE_SHARE = 0.5  # of the origins with a known sector of their source
MIN_NOW = 2  # origins that name the arena now
MIN_SHARE_NOW = 0.5  # of the recent origins name it
MIN_STEP = 0.25  # the share has grown by; a topic without a past began at 0
ARRIVAL_WEEKS = 12
GENERAL = {None, "general", "news"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrant:
    """A topic that enters. Shares are of origins; named: the words and names of our arena, most often named first."""

    signal_id: str
    label: str
    home_sector: str
    n_before: int
    n_now: int
    arena_share_before: float | None  # None where the topic has no past
    arena_share_now: float
    first_named_on: date
    named: tuple[str, ...]
    actor_ids: tuple[str, ...]  # competitors from other sectors that the documents name
    doc_ids: tuple[str, ...]  # recent documents that name the arena, newest first


class SectorWords(Section):
    """One [sector.ID] table."""

    en: tuple[str, ...]
    sv: tuple[str, ...]


class SectorFile(Section):
    """data/sectors.toml."""

    sector: dict[str, SectorWords]


def sector_words(path: Path) -> dict[CueLanguage, dict[str, Sequence[str]]]:
    """Words for the firms of each sector by language. Raises ConfigError naming file and key."""
    file = validate(SectorFile, read_toml(path), path)
    return {
        "en": {name: found.en for name, found in file.sector.items()},
        "sv": {name: found.sv for name, found in file.sector.items()},
    }


class Arena:
    """Reads documents for customers, products and places of a system, and for firms of other sectors.

    sectors: words by language and sector, from `sector_words`.
    """

    def __init__(
        self, system: System, sectors: Mapping[CueLanguage, Mapping[str, Sequence[str]]] | None = None
    ) -> None:
        self._sectors = {language: CueIndex(found, language) for language, found in (sectors or {}).items()}
        identity = system.identity
        english = [*identity["present"], *identity["emerging"]]
        swedish = [*identity["present_sv"], *identity["emerging_sv"]]
        self._words: dict[CueLanguage, CueIndex] = {
            "en": CueIndex({word: [word] for word in english}, "en"),
            "sv": CueIndex({word: [word] for word in swedish}, "sv"),
        }
        names = {a.name: a.names for a in system.actors if "customer" in a.roles}
        names |= {place: (place,) for place in system.places.home}
        self._names = CueIndex(names, "sv", in_compounds=False)
        self._rivals = {
            a.actor_id: a.sector
            for a in system.actors
            if "competitor" in a.roles and a.sector not in system.sectors
        }
        self._rival_names = CueIndex(
            {a.actor_id: a.names for a in system.actors if a.actor_id in self._rivals},
            "sv",
            in_compounds=False,
        )
        self._own = set(system.sectors)
        self._known = {sector for found in (sectors or {}).values() for sector in found}

    def named(self, row: Mapping[str, Any]) -> list[str]:
        """Words and names of the arena in a document, each once."""
        text = composed(f"{row['title']}. {row['text'] or ''}")
        languages = [known for known in CUE_LANGUAGES if known == row["language"]] or list(CUE_LANGUAGES)
        hits = [hit.owner for language in languages for hit in self._words[language].find(text)]
        return list(dict.fromkeys([*hits, *(hit.owner for hit in self._names.find(text))]))

    def rivals(self, row: Mapping[str, Any]) -> dict[str, str]:
        """Competitors from other sectors that a document names, with their sectors."""
        text = composed(f"{row['title']}. {row['text'] or ''}")
        return {hit.owner: self._rivals[hit.owner] for hit in self._rival_names.find(text)}

    def sectors(self, row: Mapping[str, Any]) -> set[str]:
        """Sectors other than ours whose firms a document speaks of."""
        text = composed(f"{row['title']}. {row['text'] or ''}")
        languages = [known for known in CUE_LANGUAGES if known == row["language"]] or list(CUE_LANGUAGES)
        found = {
            h.owner for lang in languages if lang in self._sectors for h in self._sectors[lang].find(text)
        }
        return found - self._own

    def is_foreign(self, sector: str | None) -> bool:
        """True for a sector of firms that is not ours; offices, universities and papers for everybody belong to none."""
        return sector in self._known and sector not in self._own


def entrants(
    arena: Arena,
    signals: Mapping[str, str],
    documents: Mapping[str, Sequence[Mapping[str, Any]]],
    week_on: date,
) -> list[Entrant]:
    """Entrants of a week, widest step first. signals: label by id; documents: of each signal over its window."""
    found = [
        entrant
        for signal_id, label in sorted(signals.items())
        if (entrant := _entrant(arena, signal_id, label, documents.get(signal_id, ()), week_on)) is not None
    ]
    return sorted(found, key=lambda e: ((e.arena_share_before or 0.0) - e.arena_share_now, e.signal_id))


def _entrant(
    arena: Arena, signal_id: str, label: str, rows: Sequence[Mapping[str, Any]], week_on: date
) -> Entrant | None:
    since = week_on - timedelta(weeks=RECENT_WEEKS - 1)
    named = {row["doc_id"]: arena.named(row) for row in rows}
    rivals: dict[str, str] = {}
    for row in rows:
        rivals.update(arena.rivals(row))
    home = _home(arena, rows, rivals)
    now, before = _origins(rows, named, since, recent=True), _origins(rows, named, since, recent=False)
    if home is None or not now or sum(now.values()) < MIN_NOW:
        return None
    share_now = sum(now.values()) / len(now)
    share_before = sum(before.values()) / len(before) if before else None
    first = min(row["week_on"] for row in rows if named[row["doc_id"]])
    is_new = first > week_on - timedelta(weeks=ARRIVAL_WEEKS)
    if share_now < MIN_SHARE_NOW or not (is_new or share_now - (share_before or 0.0) >= MIN_STEP):
        return None
    hits = Counter(name for row in rows if row["week_on"] >= since for name in named[row["doc_id"]])
    recent = sorted((r for r in rows if r["week_on"] >= since and named[r["doc_id"]]), key=_newest)
    return Entrant(
        signal_id=signal_id,
        label=label,
        home_sector=home,
        n_before=len(before),
        n_now=len(now),
        arena_share_before=None if share_before is None else round(share_before, 4),
        arena_share_now=round(share_now, 4),
        first_named_on=first,
        named=tuple(name for name, _ in sorted(hits.items(), key=lambda i: (-i[1], i[0]))),
        actor_ids=tuple(sorted(rivals)),
        doc_ids=tuple(row["doc_id"] for row in recent),
    )


def _newest(row: Mapping[str, Any]) -> tuple[int, str]:
    return (-row["week_on"].toordinal(), row["doc_id"])


def _home(arena: Arena, rows: Sequence[Mapping[str, Any]], rivals: Mapping[str, str]) -> str | None:
    """Home sector: by words for its firms, then by a listed competitor, then by the sources; None when it is ours or unknown."""
    n_origins = len({row["origin_id"] for row in rows})
    called = Counter(sector for _, sector in {(r["origin_id"], s) for r in rows for s in arena.sectors(r)})
    if called:
        sector, n = min(called.items(), key=lambda i: (-i[1], i[0]))
        if n / n_origins >= MIN_HOME_SHARE:
            return sector
    if rivals:
        return min(rivals.values())
    of_origin = {
        row["origin_id"]: row["source_sector"] for row in rows if row["source_sector"] not in GENERAL
    }
    counts = Counter(of_origin.values())
    if counts:
        sector, n = min(counts.items(), key=lambda i: (-i[1], str(i[0])))
        if arena.is_foreign(sector) and n / sum(counts.values()) >= MIN_SOURCE_SHARE:
            return str(sector)
    return None


def _origins(
    rows: Iterable[Mapping[str, Any]], named: Mapping[str, list[str]], since: date, *, recent: bool
) -> dict[str, bool]:
    """Whether each origin of the recent or the earlier weeks names the arena."""
    found: dict[str, bool] = defaultdict(bool)
    for row in rows:
        if (row["week_on"] >= since) is recent:
            found[row["origin_id"]] |= bool(named[row["doc_id"]])
    return dict(found)
