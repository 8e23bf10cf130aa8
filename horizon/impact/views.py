"""What people ask of a system and a week besides the stored impacts: read from the store, decided by the modules beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from horizon.impact import blind, compare, identity
from horizon.impact.bridges import Bridge, bridges
from horizon.impact.entrants import Arena, Entrant, entrants
from horizon.impact.lenses import LENSES, lens_of
from horizon.impact.reading import NAME_CHARS, SystemReader
from horizon.impact.system import System
from horizon.impact.tied import SectorWords
from horizon.pictures.heat import EnginePart, HeatMap, heat_map
from horizon.pictures.radar import Blip
from horizon.storage.store import Store

SPAN_WEEKS = 12  # of the blind-spot matrix
MAX_POINTS = 40  # of a radar; more would hide one another


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Blind spots of a span.

    n_weeks: weeks of the span that were tied to forces at all; n_unplaced: documents with a force but no place.
    """

    cells: list[blind.Cell]
    n_weeks: int
    n_unplaced: int


def radar_points(
    store: Store, system_id: str, week_on: date, as_of: datetime, *, show_all: bool = False
) -> list[Blip]:
    """Points of the trend radar; show_all: also of signals that were not flagged."""
    rows = store.rows("impact/radar", system_id=system_id, week_on=week_on, as_of=as_of, show_all=show_all)
    return blips(rows)


def blips(rows: Iterable[Mapping[str, Any]]) -> list[Blip]:
    """The points of queries/impact/radar.sql, strongest first; a signal that only meets judged zeros has no point."""
    keys = Blip.__dataclass_fields__.keys() - {"is_apart"}  # a row is a tie to a part
    found = [Blip(**{key: row[key] for key in keys}) for row in rows if row["sign"] != 0]
    found.sort(key=lambda b: (-abs(b.loop_score or 0.0), -(b.confidence or 0.0), b.signal_id))
    return found[:MAX_POINTS]


def system_heat(
    store: Store, system: System, week_on: date, as_of: datetime, *, show_all: bool = False
) -> HeatMap:
    """What the week's signals do to the parts of the model as it stands; show_all: also those that were not flagged."""
    rows = store.rows(
        "impact/heat", system_id=system.system_id, week_on=week_on, as_of=as_of, show_all=show_all
    )
    parts = [
        EnginePart(part_id=part.part_id, part_name=part.name, part_kind=part.kind, engine_name=engine.name)
        for engine in system.engines
        for part in engine.parts
    ]
    return heat_map(parts, rows)


def compared(store: Store, week_on: date, as_of: datetime) -> list[dict[str, Any]]:
    """Forces and what they do to each system."""
    return compare.compare(store.rows("impact/compare", week_on=week_on, as_of=as_of))


def bridging(store: Store, week_on: date, as_of: datetime) -> list[Bridge]:
    """Signals of the week that tie several sectors or kinds of force."""
    key = {"week_on": week_on, "as_of": as_of}
    return bridges(
        store.rows("impact/judged_signals", n_chars=0, **key), store.rows("impact/judged_links", **key)
    )


def entering(
    store: Store, system: System, week_on: date, as_of: datetime, sectors: SectorWords
) -> list[Entrant]:
    """Signals of the week that come into our arena from another sector."""
    rows = store.rows("impact/judged_signals", week_on=week_on, as_of=as_of, n_chars=NAME_CHARS)
    documents: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        documents[row["signal_id"]].append(row)
    return entrants(Arena(system, sectors), {r["signal_id"]: r["label"] for r in rows}, documents, week_on)


def drifting(
    store: Store, system: System, week_on: date, as_of: datetime, country_codes: Mapping[str, str]
) -> list[identity.Drift]:
    """Identity terms in the documents of others, now against before."""
    reader = SystemReader(system, country_codes)
    rows = _outside(store, week_on, 2 * identity.SPAN_WEEKS, as_of)
    return identity.drift(system, [{**row, "is_own": reader.read(row).voice.is_own} for row in rows], week_on)


def blind_spots(
    store: Store,
    system: System,
    week_on: date,
    as_of: datetime,
    *,
    forces: Sequence[Mapping[str, str]],
    suggestions: Mapping[tuple[str, str], Sequence[str]],
    country_codes: Mapping[str, str],
) -> Coverage:
    """The matrix of the last SPAN_WEEKS weeks. forces: force_id, name, layer; suggestions: sources by (force, lens)."""
    reader = SystemReader(system, country_codes)
    lens = {}
    for row in _outside(store, week_on, SPAN_WEEKS, as_of):
        read = reader.read(row)
        lens[row["doc_id"]] = (lens_of([read.level]), row["origin_id"])
    since = week_on - timedelta(weeks=SPAN_WEEKS - 1)
    carried = store.rows("impact/force_documents", since=since, until=week_on, as_of=as_of)
    rows = [
        {"force_id": r["force_id"], "lens": lens[r["doc_id"]][0], "origin_id": lens[r["doc_id"]][1]}
        for r in carried
        if r["doc_id"] in lens
    ]
    tied = store.rows("pipeline/judged_weeks", stage="forces", as_of=as_of)
    return Coverage(
        cells=blind.matrix(system, forces, rows, suggestions),
        n_weeks=sum(since <= row["week_on"] <= week_on for row in tied),
        n_unplaced=len(
            {r["doc_id"] for r in carried if r["doc_id"] in lens and lens[r["doc_id"]][0] is None}
        ),
    )


def suggested(
    system: System,
    sources: Sequence[blind.SourceFacts],
    about: Mapping[str, Sequence[str]],
    country_codes: Mapping[str, str],
) -> dict[tuple[str, str], list[str]]:
    """Sources by (force, lens). about: force ids that a source writes on, by source id."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for source in sources:
        lens = blind.lens_of_source(system, source, country_codes)
        if lens in LENSES:
            for force_id in about.get(source.source_id, ()):
                found[force_id, str(lens)].append(source.source_id)
    return dict(found)


def _outside(store: Store, week_on: date, n_weeks: int, as_of: datetime) -> list[dict[str, Any]]:
    since = week_on - timedelta(weeks=n_weeks - 1)
    return store.rows("impact/outside", since=since, until=week_on, as_of=as_of, n_chars=NAME_CHARS)
