"""Blind spots: the matrix of forces by layer and lens, its empty cells, and the sources that would fill them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from horizon.impact.layer import REACH
from horizon.impact.lenses import LENSES
from horizon.impact.system import System

MAX_SOURCES = 3  # named for an empty cell


class SourceFacts(Protocol):
    """What is used of a source of a catalogue."""

    @property
    def source_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def country(self) -> str | None: ...
    @property
    def place(self) -> str | None: ...
    @property
    def sector(self) -> str | None: ...
    @property
    def note(self) -> str | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A force through a lens. n_origins: read on it in the span; filled_by: sources that would fill an empty cell."""

    force_id: str
    force: str
    layer: str
    lens: str
    n_origins: int
    is_judged: bool  # the model holds a sensitivity other than 0 to it
    filled_by: tuple[str, ...]


def matrix(
    system: System,
    forces: Sequence[Mapping[str, str]],
    rows: Iterable[Mapping[str, Any]],
    suggestions: Mapping[tuple[str, str], Sequence[str]],
) -> list[Cell]:
    """Every cell, outer layers first. forces: force_id, name, layer; rows: force_id, lens, origin_id of the span's evidence."""
    read: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        if row["lens"] is not None:
            read[row["force_id"], row["lens"]].add(row["origin_id"])
    judged = {s.force_id for s in system.sensitivities if s.value}
    order = list(REACH)
    return [
        Cell(
            force_id=force["force_id"],
            force=force["name"],
            layer=force["layer"],
            lens=lens,
            n_origins=len(read[force["force_id"], lens]),
            is_judged=force["force_id"] in judged,
            filled_by=()
            if read[force["force_id"], lens]
            else tuple(suggestions.get((force["force_id"], lens), ()))[:MAX_SOURCES],
        )
        for force in sorted(forces, key=lambda f: (order.index(f["layer"]), f["force_id"]))
        for lens in LENSES
    ]


def by_layer(cells: Iterable[Cell]) -> list[dict[str, Any]]:
    """The matrix in short: per layer and lens, forces that were read on and forces that the model judged but nobody wrote of."""
    grouped: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for cell in cells:
        grouped[cell.layer, cell.lens].append(cell)
    return [
        {
            "layer": layer, "lens": lens, "n_forces": len(found), "n_read": sum(c.n_origins > 0 for c in found),
            "n_origins": sum(c.n_origins for c in found),
            "n_blind": sum(c.is_judged and not c.n_origins for c in found),
        }
        for layer in REACH
        for lens in LENSES
        if (found := grouped.get((layer, lens)))
    ]  # fmt: skip


def lens_of_source(system: System, source: SourceFacts, country_codes: Mapping[str, str]) -> str | None:
    """Through which lens a source looks: by its home town, else its country; None when neither is known."""
    if source.place and source.place.casefold() in {p.casefold() for p in system.places.home}:
        return "local"
    if not source.country:
        return None
    return (
        "national"
        if source.country == country_codes.get(system.places.country.casefold())
        else "international"
    )
