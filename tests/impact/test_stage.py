"""The impact stage on a store with generated signals."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from horizon.config import ForcesSettings, ImpactSettings
from horizon.forces import catalogue
from horizon.impact import stage, system, views
from horizon.impact.eyes import Memory
from horizon.impact.meaning import FAR, NEAR, PartVectors
from horizon.impact.system import System
from horizon.storage import ledger, published
from horizon.storage.store import Store
from horizon.types import Window

ROOT = Path(__file__).parents[2]
WEEK = date(2026, 5, 18)
Make = Callable[..., Any]
LINKS = [("s", "war", 0.8, ("d1", "d2")), ("t", "law", 0.9, ("d3",))]


@pytest.fixture
def rows(document: Make) -> list[dict[str, Any]]:
    return [
        document("d1", "Crew alpha leaves Norrvik", source_family="a"),
        document("d2", "Isvaka mourns crew alpha", source_family="b", source_sector="mobility"),
        document("d3", "Cash alpha under the new law", signal_id="t", source_family="c"),
        document("d4", "Nothing of ours", signal_id="u"),
    ]


def impacts(store: Store, window: Window, signal_id: str) -> dict[str, dict[str, Any]]:
    found = store.rows("status/signal_impacts", signal_id=signal_id, week_on=WEEK, as_of=window.as_of)
    return {row["part_id"]: row for row in found}


def run(
    store: Store, window: Window, facts: dict[str, Any], *systems: System, memory: Memory | None = None
) -> Any:
    return stage.run(store, ImpactSettings(), window, systems=systems, force_facts=facts, memory=memory)


def test_a_signal_hits_the_parts_it_speaks_of_and_comes_round(
    tiny: System, rows: list[dict[str, Any]], fill: Make, facts: dict[str, Any]
) -> None:
    with Store.in_memory() as store:
        window = fill(store, rows, LINKS)
        report = run(store, window, facts, tiny)
        found = impacts(store, window, "s")
        assert store.rows("audits/impacts") == []
    assert report.counts["n_signals"] == 3
    hit = found["people.resource"]
    assert (hit["sign"], hit["sensitivity"], hit["layer"]) == (-1, -3, "world")
    assert hit["direct_score"] < 0 and -3 <= hit["loop_score"] <= 3
    assert set(hit["doc_ids"]) == {"d1", "d2"}
    assert (hit["lag_weeks_low"], hit["lag_weeks_high"]) == (4, 26)
    reached = found["people.conversion"]  # nothing speaks of it; the loop brings the loss
    assert reached["direct_score"] is None and reached["loop_score"] < 0
    assert json.loads(reached["derivation"])["loop"]["from"]["people.resource"]["hit"] == hit["direct_score"]


def test_what_leads_by_bearing_is_explained_first(
    make_system: Make, rows: list[dict[str, Any]], fill: Make, facts: dict[str, Any]
) -> None:
    """A larger score that the news bears on less comes after it; one that nothing bears on comes last."""
    with Store.in_memory() as store:
        window = fill(store, rows, [*LINKS, ("s", "law", 0.8, ("d1",))])
        judged = [
            ("people.resource", "law", -1),
            ("people.effect", "war", -3),
            ("people.conversion", "law", 0),
        ]
        stage.run(
            store, ImpactSettings(min_bearing=0.0), window, systems=[make_system(judged, [])], force_facts=facts
        )  # fmt: skip
        found = store.rows("status/signal_impacts", signal_id="s", week_on=WEEK, as_of=window.as_of)
    bearings = [row["bearing_score"] for row in found]
    known = [b for b in bearings if b is not None]
    assert len(known) >= 2 and known == sorted(known, reverse=True)
    assert bearings[len(known) :] == [None] * (len(bearings) - len(known)) and len(bearings) > len(known)
    scores = [abs(row["loop_score"]) for row in found if row["bearing_score"] is not None]
    assert scores != sorted(scores, reverse=True), "the order is not that of the scores"


def test_the_audit_follows_a_tie_through_a_force_that_the_signal_is_less_about(
    make_system: Make, rows: list[dict[str, Any]], fill: Make, facts: dict[str, Any]
) -> None:
    with Store.in_memory() as store:
        window = fill(store, rows, [*LINKS, ("s", "law", 0.3, ("d1",))])
        run(
            store,
            window,
            facts,
            make_system([("people.resource", "war", -3), ("people.resource", "law", -3)], []),
        )
        found = store.rows("status/signal_impacts", signal_id="s", week_on=WEEK, as_of=window.as_of)
        assert store.rows("audits/impacts") == []
    leads = {
        row["force_id"]: json.loads(row["derivation"])["lead"]["score"]
        for row in found
        if row["part_id"] == "people.resource"
    }
    assert leads == {"war": 1.0, "law": 0.6124}  # the root of 0.3 / 0.8


def test_the_audit_finds_a_score_that_does_not_follow(
    tiny: System, rows: list[dict[str, Any]], fill: Make, facts: dict[str, Any]
) -> None:
    with Store.in_memory() as store:
        window = fill(store, rows, LINKS)
        run(store, window, facts, tiny)
        wrong = store.rows("status/signal_impacts", signal_id="s", week_on=WEEK, as_of=window.as_of)[0]
        store.append(
            "core_impact", [wrong | {"direct_score": 2.9, "sign": 1, "doc_ids": tuple(wrong["doc_ids"])}]
        )
        faults = {row["fault"] for row in store.rows("audits/impacts")}
    assert faults == {"the sign differs from the score", "the direct score does not follow from its factors"}


def test_judged_zero_is_zero_and_not_judged_is_null(
    make_system: Make, rows: list[dict[str, Any]], fill: Make, facts: dict[str, Any]
) -> None:
    with Store.in_memory() as store:
        window = fill(store, rows, LINKS)
        run(store, window, facts, make_system([("money.resource", "law", 0)]))
        zero = impacts(store, window, "t")["money.resource"]
        unknown = impacts(store, window, "s")["people.resource"]
        questions = store.arrow("impact/questions", week_on=WEEK, as_of=window.as_of).to_pylist()
    assert (zero["direct_score"], zero["loop_score"], zero["sign"]) == (0, 0, 0)
    assert (unknown["direct_score"], unknown["loop_score"], unknown["sign"], unknown["lag_weeks_low"]) == (
        None,
    ) * 4
    assert unknown["tie_score"] > 0 and unknown["force_id"] == "war"
    assert [(q["part_id"], q["force_id"], q["n_signals"]) for q in questions] == [
        ("people.resource", "war", 1)
    ]


def test_a_signal_without_a_tie_gives_no_row(
    tiny: System, rows: list[dict[str, Any]], fill: Make, facts: dict[str, Any]
) -> None:
    with Store.in_memory() as store:
        window = fill(store, rows, LINKS)
        run(store, window, facts, tiny)
        assert impacts(store, window, "u") == {}


def test_lens_echo_and_sector_are_kept_for_every_signal(
    tiny: System, rows: list[dict[str, Any]], fill: Make, facts: dict[str, Any]
) -> None:
    with Store.in_memory() as store:
        window = fill(store, rows, LINKS)
        run(store, window, facts, tiny)
        lens = {r["signal_id"]: r for r in store.rows("impact/lenses", week_on=WEEK, as_of=window.as_of)}
    assert (lens["s"]["lens"], lens["s"]["is_outside_sector"], lens["s"]["echo_share"]) == (
        "local",
        False,
        1.0,
    )
    assert (lens["t"]["lens"], lens["t"]["is_outside_sector"], lens["t"]["echo_share"]) == (None, True, None)


def test_the_same_window_twice_leaves_the_same_rows_and_an_edit_scores_anew(
    make_system: Make, rows: list[dict[str, Any]], fill: Make, facts: dict[str, Any]
) -> None:
    with Store.in_memory() as store:
        window = fill(store, rows, LINKS)
        first = run(store, window, facts, make_system())
        before = impacts(store, window, "s")
        assert run(store, window, facts, make_system()).status == "skipped"
        edited = run(store, window, facts, make_system([("people.resource", "war", 3)]))
        after = impacts(store, window, "s")
        assert (first.status, edited.status) == ("done", "done")
        assert store.count("core_system") == 1 and store.count("core_system_part") == 6
    assert before["people.resource"]["direct_score"] == -after["people.resource"]["direct_score"]


def test_a_past_judgement_keeps_the_parts_of_the_model_of_then(
    tiny: System, rows: list[dict[str, Any]], fill: Make, facts: dict[str, Any]
) -> None:
    first, *others = tiny.engines
    renamed = replace(first, parts=(replace(first.parts[0], name="Renamed"), *first.parts[1:]))
    with Store.in_memory() as store:
        window = fill(store, rows, LINKS)
        run(store, window, facts, tiny)
        later = Window.week(WEEK, as_of=window.as_of + timedelta(days=3))
        run(
            store,
            later,
            facts,
            replace(tiny, engines=(renamed, *others[:-1]), influences=(), file_hash="edited"),
        )
        then, now = (
            [
                row["part_name"]
                for row in store.rows("publish/parts", system_id=tiny.system_id, week_on=WEEK, as_of=at.as_of)
            ]
            for at in (window, later)
        )
        assert then == [part.name for part in tiny.parts]
        assert now[0] == "Renamed" and len(now) == len(then) - len(others[-1].parts)
        told = {
            at: {
                row["part_name"]
                for row in store.rows("publish/impacts", system_id=tiny.system_id, week_on=WEEK, as_of=at)
            }
            for at in (window.as_of, later.as_of)
        }
        assert "Renamed" not in told[window.as_of]
        assert told[later.as_of] <= set(now)
        drawn = {
            at: [row["part_name"] for row in store.rows("impact/radar", **key, as_of=at, show_all=True)]
            for at in told
            for key in ({"system_id": tiny.system_id, "week_on": WEEK},)
        }
        assert drawn[window.as_of] and set(drawn[window.as_of]) <= set(then)
        assert set(drawn[later.as_of]) <= set(now) and "Renamed" in drawn[later.as_of]
        untouched = date(WEEK.year - 1, 1, 4)
        assert not store.rows("publish/parts", system_id=tiny.system_id, week_on=untouched, as_of=later.as_of)


def test_the_heat_map_shows_threat_and_opportunity_that_one_signal_brings_by_two_forces(
    make_system: Make, rows: list[dict[str, Any]], fill: Make, facts: dict[str, Any]
) -> None:
    model = make_system([("people.resource", "war", -3), ("people.resource", "law", 2)], [])
    with Store.in_memory() as store:
        window = fill(store, rows, [("s", "war", 0.8, ("d1", "d2")), ("s", "law", 0.7, ("d1", "d2"))])
        run(store, window, facts, model)
        found = store.rows("status/signal_impacts", signal_id="s", week_on=WEEK, as_of=window.as_of)
        heat = views.system_heat(store, model, WEEK, window.as_of, show_all=True)
    held = {row["sign"]: row["loop_score"] for row in found if row["part_id"] == "people.resource"}
    assert held[-1] < 0 < held[1]
    part = next(p for p in heat.parts if p.part_id == "people.resource")
    assert (part.threat, part.opportunity) == (round(held[-1], 4), round(held[1], 4))
    assert (part.n_threats, part.n_opportunities, part.n_neutral, part.n_unknown) == (1, 1, 0, 0)


def test_an_empty_week_gives_an_empty_report(tiny: System, facts: dict[str, Any]) -> None:
    with Store.in_memory() as store:
        report = run(store, Window.week(WEEK), facts, tiny)
        assert report.counts.get("n_impacts", 0) == 0
        assert "no signals" in report.notes[0]


def test_a_version_seen_later_changes_nothing(
    tiny: System, rows: list[dict[str, Any]], fill: Make, facts: dict[str, Any]
) -> None:
    with Store.in_memory() as store:
        window = fill(store, rows, LINKS)
        late = {"doc_id": "d4", "version": 2, "source_id": "x", "title": "Crew alpha", "text": "", "language": "en",
                "text_hash": "new", "seen_at": window.as_of + timedelta(hours=1)}  # fmt: skip
        store.append("core_document", [late])
        run(store, window, facts, tiny)
        assert impacts(store, window, "u") == {}


def test_the_two_examples_score_a_headline_each() -> None:
    forces = {f.force_id for f in catalogue.load([ROOT / "data" / "forces.toml"])}
    for path in sorted((ROOT / "data" / "systems").glob("*.toml")):
        found = system.load(path, forces)
        assert len(found.parts) == 15
        assert found.system_id == path.stem


def test_a_memory_changes_no_row_and_forgets_what_was_rolled_back(
    make_system: Make,
    rows: list[dict[str, Any]],
    fill: Make,
    facts: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    versions = [make_system(), make_system([("people.resource", "war", 3)])]

    def leave(memory: Memory | None) -> list[Any]:
        with Store.in_memory() as store:
            window = fill(store, rows, LINKS)
            found = []
            for version in (versions[0], versions[1], versions[0]):
                run(store, window, facts, version, memory=memory)
                found.append((impacts(store, window, "s"), store.count("core_system_part")))
            return found

    assert leave(Memory()) == leave(None)

    memory = Memory()
    with Store.in_memory() as store:
        window = fill(store, rows, LINKS)
        with monkeypatch.context() as broken:
            broken.setattr(stage, "score_signals", lambda *_, **__: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                run(store, window, facts, versions[0], memory=memory)
        run(store, window, facts, versions[0], memory=memory)
        assert store.count("core_system_part") == 6  # written, since the first attempt left nothing


def test_a_text_is_as_near_to_a_part_alone_as_among_others() -> None:
    rng = np.random.default_rng(0)
    cues = {name: rng.normal(size=(n, 8)).astype(np.float32) for name, n in (("a", 3), ("b", 1), ("c", 4))}
    cues = {name: found / np.linalg.norm(found, axis=1, keepdims=True) for name, found in cues.items()}
    texts = np.concatenate([cues["a"][1:2], cues["c"][3:], rng.normal(size=(5, 8)).astype(np.float32) / 3])
    parts = PartVectors(cues)
    together = parts.meaning(texts)
    assert together[0, 0] == together[1, 2] == 1.0  # the cue itself, wherever it stands in its part
    for row, text in zip(together, texts, strict=True):
        assert np.array_equal(parts.meaning(text[None]), row[None])
        nearest = [max(float(text @ cue) for cue in cues[name]) for name in cues]
        assert row == pytest.approx(np.clip((np.array(nearest) - FAR) / (NEAR - FAR), 0, 1), abs=1e-5)


def test_a_later_run_that_finds_nothing_takes_back_what_an_earlier_one_said(
    tiny: System, rows: list[dict[str, Any]], fill: Make, facts: dict[str, Any], tmp_path: Path
) -> None:
    with Store.in_memory() as store:
        window = fill(store, rows, LINKS)
        run(store, window, facts, tiny)
        later = Window.week(WEEK, as_of=window.as_of + timedelta(days=3))
        run(
            store, later, facts, replace(tiny, system_id="other", file_hash="other")
        )  # our model left the workspace
        for at, is_there in ((window, True), (later, False)):
            key = {"week_on": WEEK, "as_of": at.as_of}
            ours = {**key, "system_id": tiny.system_id}
            assert bool(store.rows("publish/impacts", **ours)) is is_there
            assert bool(store.rows("impact/radar", **ours, show_all=True)) is is_there
            assert bool(store.rows("impact/heat", **ours, show_all=True)) is is_there
            found = store.rows("impact/compare", **key) + store.rows(
                "status/signal_impacts", signal_id="s", **key
            )
            found += store.rows("status/signal_lenses", signal_id="s", **key)
            found += store.rows("brief/impacts", signal_id="s", as_of=at.as_of)
            assert {row["system_id"] for row in found} == {tiny.system_id if is_there else "other"}
        file = tmp_path / "published.duckdb"
        published.publish(store, file, run_id="r", as_of=later.as_of, keep=1)
    for view in ("impacts", "signal_lenses"):
        shown = published.query(file, f"SELECT DISTINCT system_id, is_latest FROM horizon.{view}")
        assert {row["system_id"] for row in shown if row["is_latest"]} == {"other"}, view
        assert {row["system_id"] for row in shown} == {tiny.system_id, "other"}, view


def test_ties_that_a_later_run_took_back_are_shown_nowhere(rows: list[dict[str, Any]], fill: Make) -> None:
    with Store.in_memory() as store:
        window = fill(store, rows, LINKS)
        named = {"pestle": "legal", "layer": "world", "kind": "driver", "description": "", "name_sv": "x"}
        store.append(
            "core_force",
            [
                {"force_id": f, "name": f, "lag_weeks_low": 1, "lag_weeks_high": 2, **named}
                for f in ("war", "law")
            ],
        )
        later = Window.week(WEEK, as_of=window.as_of + timedelta(days=3))
        ledger.begin(store, "forces", later, ForcesSettings(), inputs=["nothing"]).finish(counts={})
        for at, is_there in ((window, True), (later, False)):
            key = {"week_on": WEEK, "as_of": at.as_of}
            assert bool(store.rows("publish/forces", **key)) is is_there
            assert bool(store.rows("impact/judged_links", **key)) is is_there
            assert bool(store.rows("status/signal_forces", signal_id="s", **key)) is is_there
            assert (
                bool(store.rows("impact/force_documents", since=WEEK, until=WEEK, as_of=at.as_of)) is is_there
            )
