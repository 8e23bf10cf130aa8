"""Entrants from another sector: a topic at home elsewhere whose documents begin to name our arena.

Our arena is what the model says of it: customers, products (identity terms and the cues of effects) and home places. A topic
is at home in another sector when most of its origins come from sources of one sector that is not ours, or name a competitor
whose own sector is not ours, and few of the earlier ones spoke of our arena. It enters when clearly more of them do now.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from horizon.cues import CUE_LANGUAGES, CueIndex, CueLanguage, composed
from horizon.impact.system import System

RECENT_WEEKS = 4
MIN_HOME_SHARE = 0.5  # of the origins with a known sector
MAX_BEFORE = 1 / 3  # of the earlier origins may have named the arena already
MIN_NOW = 2  # origins that name it now
MIN_STEP = 0.25  # the share has to have grown by
GENERAL = {None, "general", "news"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrant:
    """A topic that enters. Shares are of origins; named: the words and names of our arena, most often named first."""

    signal_id: str
    label: str
    home_sector: str
    n_before: int
    n_now: int
    arena_share_before: float
    arena_share_now: float
    first_named_on: date
    named: tuple[str, ...]
    actor_ids: tuple[str, ...]  # competitors from other sectors that the documents name
    doc_ids: tuple[str, ...]  # recent documents that name the arena, newest first


class Arena:
    """Reads documents for customers, products and places of a system, and for its competitors from other sectors."""

    def __init__(self, system: System) -> None:
        effects = [part for part in system.parts if part.kind == "effect"]
        identity = system.identity
        english = [*identity["present"], *identity["emerging"], *(c for p in effects for c in p.cues_en)]
        swedish = [
            *identity["present_sv"],
            *identity["emerging_sv"],
            *(c for p in effects for c in p.cues_sv),
        ]
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

    def is_foreign(self, sector: str | None) -> bool:
        """True for a sector that is known and not ours; a source for everybody has none."""
        return sector not in GENERAL and sector not in self._own


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
    return sorted(found, key=lambda e: (e.arena_share_before - e.arena_share_now, e.signal_id))


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
    if home is None or not before or not now or sum(now.values()) < MIN_NOW:
        return None
    share_now, share_before = sum(now.values()) / len(now), sum(before.values()) / len(before)
    if share_before > MAX_BEFORE or share_now - share_before < MIN_STEP:
        return None
    hits = Counter(name for row in rows if row["week_on"] >= since for name in named[row["doc_id"]])
    recent = sorted((r for r in rows if r["week_on"] >= since and named[r["doc_id"]]), key=_newest)
    return Entrant(
        signal_id=signal_id,
        label=label,
        home_sector=home,
        n_before=len(before),
        n_now=len(now),
        arena_share_before=round(share_before, 4),
        arena_share_now=round(share_now, 4),
        first_named_on=min(row["week_on"] for row in rows if named[row["doc_id"]]),
        named=tuple(name for name, _ in sorted(hits.items(), key=lambda i: (-i[1], i[0]))),
        actor_ids=tuple(sorted(rivals)),
        doc_ids=tuple(row["doc_id"] for row in recent),
    )


def _newest(row: Mapping[str, Any]) -> tuple[int, str]:
    return (-row["week_on"].toordinal(), row["doc_id"])


def _home(arena: Arena, rows: Iterable[Mapping[str, Any]], rivals: Mapping[str, str]) -> str | None:
    """Home sector: of most origins with a known sector, else of a competitor that the documents name; None for ours."""
    of_origin = {
        row["origin_id"]: row["source_sector"] for row in rows if row["source_sector"] not in GENERAL
    }
    counts = Counter(of_origin.values())
    if counts:
        sector, n = min(counts.items(), key=lambda i: (-i[1], str(i[0])))
        if arena.is_foreign(sector) and n / sum(counts.values()) >= MIN_HOME_SHARE:
            return str(sector)
    return min(rivals.values(), default=None)


def _origins(
    rows: Iterable[Mapping[str, Any]], named: Mapping[str, list[str]], since: date, *, recent: bool
) -> dict[str, bool]:
    """Whether each origin of the recent or the earlier weeks names the arena."""
    found: dict[str, bool] = defaultdict(bool)
    for row in rows:
        if (row["week_on"] >= since) is recent:
            found[row["origin_id"]] |= bool(named[row["doc_id"]])
    return dict(found)
