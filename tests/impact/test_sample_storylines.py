"""The sample edition's competitor from another sector and its consultation, as one signal each, against both examples."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from benchmarks.impact_gold import signal
from horizon.config import EnrichSettings, ForcesSettings, ImpactSettings, data_root, models_root
from horizon.enrich import stage as enrich
from horizon.enrich.embed import load_embedder
from horizon.enrich.gazetteer import load_gazetteer
from horizon.forces import catalogue
from horizon.forces import stage as forces_stage
from horizon.forces.profiles import load_profiles
from horizon.impact import stage, system
from horizon.impact.entrants import sector_words
from horizon.impact.trade import load_trades
from horizon.storage.store import Store
from horizon.types import SignalEvidence, StageReport, Window, midnight, monday_of

pytestmark = pytest.mark.proof  # every cue of catalogue and models is embedded twice
SAMPLE = data_root() / "sample"
WEEK = date(2026, 9, 14)  # the contract is won, the consultation is in its last weeks
COMPETITOR, CONSULTATION = "s08", "s09"
RIGHT = {
    # the grocer that drives buses: our services in operation, and the first customers that it takes
    (COMPETITOR, "norrvik-mobility"): {"data.effect", "testbed.effect"},
    # the consultation on health data
    (CONSULTATION, "sundhaga-life"): {"data.conversion", "data.resource", "data.effect"},
}
Impacts = dict[tuple[str, str], list[dict[str, Any]]]


def entries() -> dict[str, list[dict[str, Any]]]:
    """Entries of every storyline that were published by the end of WEEK and in the twelve weeks before."""
    found: dict[str, list[dict[str, Any]]] = {}
    until = midnight(WEEK + timedelta(weeks=1))
    for path in sorted((SAMPLE / "entries").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            moment = entry["published_at"] or entry.get("available_at")
            at = None if moment is None else datetime.fromisoformat(moment)
            if at is not None and until - timedelta(weeks=12) <= at < until and not entry.get("copy_of"):
                found.setdefault(path.name[:3], []).append({**entry, "at": at})
    return found


def judge(storylines: dict[str, list[dict[str, Any]]]) -> Impacts:
    """Impacts by (storyline, system), strongest first, through enrich, forces and impact as they run."""
    import tomllib

    sources = {
        s["id"]: s for s in tomllib.loads((SAMPLE / "sources.toml").read_text(encoding="utf-8"))["source"]
    }
    window = Window.week(WEEK)
    forces = catalogue.load([data_root() / "forces.toml"])
    facts = {f.force_id: f for f in forces}
    systems = [system.load(p, facts) for p in sorted((data_root() / "systems").glob("*.toml"))]
    embedder = load_embedder(EnrichSettings().embedder)
    found: Impacts = {}
    with Store.in_memory() as store:
        store.append(
            "core_source",
            [
                {"source_id": s["id"], "name": s["name"], "sector": s["sector"], "family": s["family"], "is_enabled": True,
                 "place": s["city"], "source_class": s["class"]}
                for s in sources.values()
            ],
        )  # fmt: skip
        for storyline, rows in storylines.items():
            store.append("core_document", [document(row, sources) for row in rows])
            store.append("core_signal", [signal(storyline, window)])
            store.append(
                "core_signal_evidence",
                [
                    SignalEvidence(
                        signal_id=storyline, week_on=WEEK, as_of=window.as_of, doc_id=row["key"], origin_id=row["key"],
                        stance="supports", rank=n,
                    )
                    for n, row in enumerate(rows, start=1)
                ],
            )  # fmt: skip
        store.record_run(
            StageReport(stage="signals", window=window, run_id="x"),
            inputs_hash="x", config_hash="x", code_version="x", started_at=midnight(WEEK),
        )  # fmt: skip
        enrich.run(store, EnrichSettings(), window, embedder=embedder)
        forces_stage.run(
            store, ForcesSettings(), window, forces=forces, embedder=embedder,
            profiles=load_profiles(models_root() / "ties"),
        )  # fmt: skip
        stage.run(
            store, ImpactSettings(), window, systems=systems, force_facts=facts,
            country_codes=load_gazetteer().country_codes(), embedder=embedder,
            sectors=sector_words(data_root() / "sectors.toml"),
            trades=load_trades(data_root() / "trades.toml"),
        )  # fmt: skip
        for model in systems:
            for storyline in storylines:
                rows = store.rows(
                    "status/signal_impacts", signal_id=storyline, week_on=WEEK, as_of=window.as_of
                )
                found[storyline, model.system_id] = [r for r in rows if r["system_id"] == model.system_id]
    return found


def document(row: dict[str, Any], sources: dict[str, Any]) -> dict[str, Any]:
    return {
        "doc_id": row["key"], "version": 1, "source_id": row["source"], "source_class": sources[row["source"]]["class"],
        "entry_hash": row["key"], "title": row["title"], "text": row["text"], "language": sources[row["source"]]["language"],
        "published_at": row["at"], "first_seen_at": row["at"], "seen_at": row["at"], "counted_at": row["at"],
        "week_on": monday_of(row["at"]), "is_backlog": False, "identity": "guid", "text_hash": f"h-{row['key']}",
        "n_words": len(row["text"].split()), "defects": (), "run_id": "x",
    }  # fmt: skip


@pytest.fixture(scope="module")
def impacts() -> Impacts:
    chosen = entries()
    return judge({name: chosen[name] for name in (COMPETITOR, CONSULTATION)})


@pytest.mark.parametrize(("storyline", "system_id"), RIGHT)
def test_each_reaches_the_right_part_first(impacts: Impacts, storyline: str, system_id: str) -> None:
    scored = [row for row in impacts[storyline, system_id] if row["sign"]]
    assert scored[0]["part_id"] in RIGHT[storyline, system_id]


def test_the_grocer_is_seen_to_enter_from_its_own_sector(impacts: Impacts) -> None:
    rows = [
        r
        for r in impacts[COMPETITOR, "norrvik-mobility"]
        if r["force_id"] == "substitution-new-entrants" and r["part_id"] == "data.effect"
    ]
    entrant = json.loads(rows[0]["derivation"])["force"]["entrant"]
    assert entrant["home_sector"] == "retail"
    assert rows[0]["sign"] == -1
    assert {d[:3] for d in rows[0]["doc_ids"]} == {COMPETITOR}


def test_the_other_cluster_is_not_made_to_worry(impacts: Impacts) -> None:
    assert not [r for r in impacts.get((COMPETITOR, "sundhaga-life"), ()) if r["sign"]]
    assert not [r for r in impacts.get((CONSULTATION, "norrvik-mobility"), ()) if r["sign"]]


def test_without_them_nothing_else_gives_what_they_gave() -> None:
    chosen = entries()
    others = ("s10", "s11", "s20", "s25")  # other storylines of the same weeks
    rest = judge({name: chosen[name] for name in others if name in chosen})
    assert not [key for key in rest if key[0] in (COMPETITOR, CONSULTATION)]
    tied = [
        r
        for rows in rest.values()
        for r in rows
        if r["force_id"] == "substitution-new-entrants" and r["sign"]
    ]
    assert tied == []
