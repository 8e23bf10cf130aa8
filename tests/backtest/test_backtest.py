from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from horizon.backtest import measures
from horizon.backtest.cases import Case, read_cases, write_cases, write_flags
from horizon.backtest.corpus import _document, _rows
from horizon.backtest.events import find, load_events, recall
from horizon.backtest.fit import WalkForward
from horizon.backtest.pictures import timeline_picture
from horizon.backtest.replay import replay, weeks_between
from horizon.backtest.run import write_results
from horizon.config import SignalsSettings, TopicsSettings
from horizon.errors import ConfigError
from horizon.storage.store import Store
from horizon.types import midnight, monday_of

START = date(2023, 1, 2)


def case(week: int, signal_id: str = "s", **more: Any) -> Case:
    known: dict[str, Any] = {
        "week_on": START + timedelta(weeks=week), "signal_id": signal_id, "kind": "topic", "label": signal_id, "stage": "weak",
        "reason_codes": (), "detectors": (), "n_origins": 2, "age_weeks": 3, "rank": 1, "rank_score": 0.2, "is_flagged": True,
        "probability": 0.5, "basis": "rule", "features": {}, "doc_ids": (), "n_later": 3, "came_true": True,
    }  # fmt: skip
    return Case(**(known | more))


@pytest.fixture(scope="module")
def store() -> Store:
    """Steady themes, and a matter that starts in week 14 and stays."""
    store = Store.in_memory()
    rows: list[dict[str, Any]] = []
    for week in range(26):
        themes = ["rail freight delayed", "steel output steady", "school budget voted"] * 2
        themes += ["glow worms found in harbour"] * (3 if week >= 14 else 0)
        for n, title in enumerate(themes):
            on = START + timedelta(weeks=week, days=n % 7)
            row = {
                "id": f"d{week}-{n}",
                "published": on.isoformat(),
                "title": f"{title} again",
                "summary": "",
                "source": f"s{n % 3}",
            }
            rows.append(_document(row, Path("made"), n, "news"))
    store.append("core_document", rows)
    return store


@pytest.fixture(scope="module")
def found(store: Store) -> Any:
    weeks = weeks_between(START + timedelta(weeks=12), START + timedelta(weeks=25))
    return replay(
        store,
        weeks,
        topics=TopicsSettings(),
        signals=SignalsSettings(),
        model=None,
        with_baselines=True,
        walk_forward=True,
    )


def test_a_new_matter_is_flagged_with_its_own_documents_and_comes_true(found: Any) -> None:
    first = next(c for c in found.cases if c.is_flagged)
    assert first.week_on in (START + timedelta(weeks=14), START + timedelta(weeks=15))
    assert all(int(d[1:].split("-")[0]) >= 14 for d in first.doc_ids)
    assert first.came_true is True and first.n_later >= 20
    assert all(c.came_true is None for c in found.cases if c.week_on > START + timedelta(weeks=17))


def test_a_flag_holds_no_document_of_a_later_day(found: Any, tmp_path: Path) -> None:
    path = tmp_path / "flags.jsonl"
    assert write_flags(found.cases, path) == sum(c.is_flagged for c in found.cases)
    for line in path.read_text(encoding="utf-8").splitlines():
        flag = json.loads(line)
        week = (date.fromisoformat(flag["when"]) - START).days // 7
        assert flag["docs"] and all(int(d[1:].split("-")[0]) <= week for d in flag["docs"])


def test_parts_measured_side_by_side_give_the_same_cases(store: Store, found: Any) -> None:
    again = replay(
        store, found.weeks[:4], topics=TopicsSettings(), signals=SignalsSettings(), model=None, jobs=2
    )
    alike = [c for c in found.cases if c.week_on in again.weeks]
    assert [(c.signal_id, c.rank, c.is_flagged, c.doc_ids) for c in again.cases] == [
        (c.signal_id, c.rank, c.is_flagged, c.doc_ids) for c in alike
    ]


def test_the_report_is_written_whole(found: Any, tmp_path: Path) -> None:
    events = tmp_path / "events.json"
    listed = {"events": [
        {"id": "w", "name": "Worms <b>", "kind": "emergent", "pattern": "glow worm", "first_confirmed": "2023-04-10",
         "takeoff": "2023-05-01", "peak": "2023-06-05", "lead_scorable": True},
        {"id": "r", "kind": "steady", "pattern": "rail", "first_confirmed": "2023-01-02", "takeoff": "2023-01",
         "peak": "2023", "lead_scorable": False}]}  # fmt: skip
    events.write_text(json.dumps(listed), encoding="utf-8")
    texts = {
        d: (
            START + timedelta(weeks=int(d[1:].split("-")[0])),
            "glow worms" if int(d.split("-")[1]) >= 6 else "rail",
        )
        for c in found.cases
        for d in c.doc_ids
    }
    data = write_results("made", found, tmp_path, events=load_events(events), texts=texts, top=3)
    assert data["recall"]["before_takeoff"] == 1.0 and data["flags_about"].get("control", 0) == 0
    assert json.loads((tmp_path / "made.report.json").read_text(encoding="utf-8"))["weeks"]["n"] == len(
        found.weeks
    )
    html = (tmp_path / "made.report.html").read_text(encoding="utf-8")
    assert "Worms &lt;b&gt;" in html and "<svg" in html and "http://" not in html and "<script" not in html
    assert read_cases(tmp_path / "made.cases.jsonl") == list(found.cases)


def test_lift_is_precision_over_chance_of_the_same_week() -> None:
    cases = [case(w, f"s{n}", came_true=n < 2, is_flagged=n == 0) for w in range(4) for n in range(8)]
    data = measures.precision_and_lift(cases, [c.is_flagged for c in cases])
    assert data["precision"]["value"] == 1.0 and data["base_rate"] == 0.25
    assert data["lift_same_week"] == {"value": 4.0, "low": 4.0, "high": 4.0}
    assert measures.precision_and_lift([case(0, came_true=None)], [True])["n"] == 0


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=2, max_size=60))
def test_measures_of_calibration_stay_in_their_range(pairs: list[tuple[float, bool]]) -> None:
    p, y = np.array([a for a, _ in pairs]), np.array([float(b) for _, b in pairs])
    assert 0 <= measures.auc(p, y) <= 1 and 0 <= measures.ece(p, y) <= 1 and measures.brier_skill(p, y) <= 1
    assert sum(n for _, _, n in measures.reliability(p, y)) == len(pairs)


def test_saying_the_base_rate_has_no_skill() -> None:
    y = np.array([1.0, 0.0, 0.0, 0.0])
    assert measures.brier_skill(np.full(4, 0.25), y) == pytest.approx(0)
    assert measures.ece(np.full(4, 0.25), y) == pytest.approx(0)
    assert measures.auc(np.array([0.9, 0.1, 0.2, 0.3]), y) == 1


def test_a_walk_uses_the_rule_until_enough_is_known(found: Any) -> None:
    assert {c.basis for c in found.cases} == {"rule"}
    learner = WalkForward(None)
    learner.learn([], [])
    assert learner.model is None


def test_an_event_is_found_by_half_of_a_flags_documents(tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    listed = {"events": [{"id": "v", "kind": "emergent", "pattern": "virus", "first_confirmed": "2023-01-02",
                          "takeoff": "2023-02-06", "peak": "2023-03-06", "lead_scorable": True}]}  # fmt: skip
    path.write_text(json.dumps(listed), encoding="utf-8")
    events = load_events(path)
    texts = {
        "a": (START, "virus"),
        "b": (START, "virus"),
        "c": (START, "tax"),
        "d": (START, "tax"),
        "e": (START, "tax"),
    }
    for docs, hit in ((("a", "b", "c"), True), (("a", "c"), False), (("a", "b", "c", "d", "e"), False)):
        found, about = find(events, [case(2, doc_ids=docs)], texts, top=1)
        assert (found[0].flagged_on is not None) == hit and about["growing" if hit else "unlisted"] == 1
        assert recall(found)["before_takeoff"] == float(hit)
    late, _ = find(events, [case(5, doc_ids=("a", "b"))], texts, top=1)
    assert (recall(late)["before_takeoff"], recall(late)["at_takeoff"]) == (0.0, 1.0)
    assert "flagged" in timeline_picture(late[0], [START + timedelta(weeks=w) for w in range(9)])


def test_a_corpus_names_the_line_that_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text('{"id": "a", "published": "2023-01-02"}\n{broken\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="not JSON lines"):
        list(_rows(path))
    with pytest.raises(ConfigError, match=r"line 3.*ISO date"):
        _document({"id": "a", "published": "yesterday"}, path, 3, "news")
    with pytest.raises(ConfigError, match="source_class"):
        _document({"id": "a", "published": "2023-01-02", "source_class": "gossip"}, path, 4, "news")
    assert _document({"id": "a", "published": "2023-01-05"}, path, 1, "news")["week_on"] == monday_of(
        midnight(START)
    )


def test_cases_survive_writing(tmp_path: Path) -> None:
    cases = [case(0, features={"x": None}, came_true=None, n_later=None), case(1, doc_ids=("a",))]
    write_cases(cases, tmp_path / "c.jsonl")
    assert read_cases(tmp_path / "c.jsonl") == cases
