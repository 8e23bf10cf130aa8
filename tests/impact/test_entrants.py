"""Entrants from another sector, and the matrix of blind spots."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from horizon.config import data_root
from horizon.impact.blind import by_layer, lens_of_source, matrix
from horizon.impact.entrants import Arena, Entrant, entrants, sector_words
from horizon.impact.system import System

WEEK = date(2026, 5, 18)
OLD, NEW = WEEK - timedelta(weeks=20), WEEK - timedelta(weeks=1)


def doc(n: int, week_on: date, title: str, sector: str | None = None) -> dict[str, Any]:
    return {
        "doc_id": f"d{n}", "origin_id": f"d{n}", "week_on": week_on, "title": title, "text": "", "language": "en",
        "source_sector": sector,
    }  # fmt: skip


def found(system: System, rows: list[dict[str, Any]]) -> list[Entrant]:
    arena = Arena(system, sector_words(data_root() / "sectors.toml"))
    return entrants(arena, {"s": "Signal"}, {"s": rows}, WEEK)


GROCER = [doc(1, OLD, "Supermarket opens a shop"), doc(2, OLD, "Grocer cuts the price of milk")]


def test_a_grocer_that_begins_to_name_our_arena_enters(tiny: System) -> None:
    rows = [
        *GROCER,
        doc(3, NEW, "Supermarket tries self-driving vans"),
        doc(4, NEW, "Grocer drives people round Norrvik"),
    ]
    (entrant,) = found(tiny, rows)
    assert (entrant.home_sector, entrant.arena_share_before, entrant.arena_share_now) == ("retail", 0.0, 1.0)
    assert entrant.first_named_on == NEW
    assert set(entrant.named) == {"self-driving", "Norrvik"}
    assert set(entrant.doc_ids) == {"d3", "d4"}


def test_one_document_our_own_trade_or_an_old_acquaintance_is_no_entrant(tiny: System) -> None:
    assert found(tiny, [*GROCER, doc(3, NEW, "Supermarket tries self-driving vans")]) == []
    assert (
        found(tiny, [doc(n, NEW, "Car maker sells self-driving vans") for n in range(4)]) == []
    )  # mobility is ours
    known = [doc(n, OLD, "Supermarket tries self-driving vans") for n in range(3)]
    assert found(tiny, [*known, *(doc(n, NEW, "Supermarket tries self-driving vans") for n in (7, 8))]) == []
    assert (
        found(tiny, [*GROCER, doc(5, NEW, "Supermarket sells bread"), doc(6, NEW, "Grocer sells eggs")]) == []
    )


def test_an_empty_cell_names_sources_that_would_fill_it_and_a_full_one_none(tiny: System) -> None:
    forces = [
        {"force_id": f, "name": f, "layer": layer} for f, layer in (("war", "world"), ("law", "society"))
    ]
    rows = [
        {"force_id": "war", "lens": "local", "origin_id": "o"},
        {"force_id": "war", "lens": None, "origin_id": "p"},
    ]
    cells = matrix(tiny, forces, rows, {("war", "local"): ["a"], ("law", "national"): ["b", "c", "d", "e"]})
    by_cell = {(c.force_id, c.lens): c for c in cells}
    assert (by_cell["war", "local"].n_origins, by_cell["war", "local"].filled_by) == (1, ())
    assert by_cell["law", "national"].filled_by == ("b", "c", "d")
    assert by_cell["law", "national"].is_judged
    world = next(r for r in by_layer(cells) if (r["layer"], r["lens"]) == ("world", "national"))
    assert (world["n_read"], world["n_blind"]) == (0, 1)


def test_a_source_looks_from_its_town_else_its_country(tiny: System) -> None:
    codes = {"sweden": "SE"}
    places = [("Norrvik", "SE"), ("Lund", "SE"), (None, "US"), (None, None)]
    assert [lens_of_source(tiny, SimpleNamespace(place=p, country=c), codes) for p, c in places] == [
        "local", "national", "international", None,
    ]  # fmt: skip
