from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from horizon.config import SignalsSettings
from horizon.signals import stage
from horizon.signals.forecast import DUE_WEEKS, measure_series
from horizon.signals.page import curve, page, to_html
from horizon.signals.scorecard import scorecard

from .conftest import START, World
from .test_stage import STEADY

SETTINGS = SignalsSettings(history_weeks=30)
FLAGGED = 11


@pytest.fixture(scope="module")
def played() -> World:
    """One matter that starts and stays, one that is over after two weeks; both flagged in week 11, scored in week 19."""
    world = World()
    world.source("s1")
    world.source("s2", family="s2")
    for week in range(FLAGGED + DUE_WEEKS + 1):
        for topic, n in STEADY.items():
            world.docs(week, n, topic=topic, title=f"{topic} report", source="s2" if week % 2 else "s1")
        if week >= FLAGGED - 1:
            world.docs(week, 3, topic="worms", title="glow worms found", source="s1")
        if week in (FLAGGED - 1, FLAGGED):
            world.docs(week, 4, topic="fire", title="harbour fire", source="s2")
        if week >= FLAGGED:
            stage.run(world.store, SETTINGS, world.judge_topics(week))
    return world


def register(world: World, week: int) -> list[dict[str, Any]]:
    as_of = datetime.combine(START + timedelta(weeks=week + 1), datetime.min.time(), tzinfo=UTC)
    return world.store.rows("status/forecasts", as_of=as_of)


def test_every_flag_is_a_forecast_with_its_criterion(played: World) -> None:
    rows = [r for r in register(played, FLAGGED) if r["week_on"] == START + timedelta(weeks=FLAGGED)]
    assert {r["label"] for r in rows} >= {"worms", "fire"}
    assert {r["status"] for r in rows} == {"open"}
    assert all(r["due_on"] == r["week_on"] + timedelta(weeks=DUE_WEEKS) for r in rows)
    assert all("at least 2 times" in r["criterion"] for r in rows)


def test_a_forecast_is_scored_in_the_week_it_is_due_and_not_before(played: World) -> None:
    early = {r["status"] for r in register(played, FLAGGED + DUE_WEEKS - 1)}
    assert early == {"open"}
    due = [
        r for r in register(played, FLAGGED + DUE_WEEKS) if r["week_on"] == START + timedelta(weeks=FLAGGED)
    ]
    status = {r["label"]: r["status"] for r in due}
    assert (status["worms"], status["fire"]) == ("came_true", "missed")
    worms = next(r for r in due if r["label"] == "worms")
    assert worms["n_later"] == 3 * DUE_WEEKS


def test_the_scorecard_counts_what_was_scored(played: World) -> None:
    rows = register(played, FLAGGED + DUE_WEEKS)
    card = scorecard(rows)
    scored = [r for r in rows if r["status"] in ("came_true", "missed")]
    assert card.n_scored == len(scored) and card.n_scored + card.n_open + card.n_unknown == card.n_made
    assert card.hit_rate == pytest.approx(card.n_came_true / card.n_scored)
    assert card.hit_low is not None and card.hit_high is not None
    assert card.hit_low < card.hit_rate < card.hit_high
    assert "fire" in {m["label"] for m in card.misses}


def test_an_empty_register_has_no_rate() -> None:
    card = scorecard([])
    assert (card.n_made, card.hit_rate, card.brier, card.next_due_on) == (0, None, None, None)


@given(st.integers(0, 30), st.integers(1, 5))
def test_a_steady_matter_never_comes_true(count: int, times: int) -> None:
    found = measure_series(np.full(60, count), np.full(60, 100 * times))
    assert found.came_true is False


def test_nothing_collected_later_is_unknown() -> None:
    totals = np.array([40] * 52 + [0] * 8)
    found = measure_series(np.array([1] * 52 + [0] * 8), totals)
    assert found.came_true is None and found.share_later is None


def test_a_doubling_from_a_stray_document_is_none() -> None:
    own = np.array([0] * 60)
    own[55] = 2
    assert measure_series(own, np.full(60, 40)).came_true is False
    own[58] = 1
    assert measure_series(own, np.full(60, 40)).came_true is True


def test_the_page_of_a_signal_tells_what_who_when_and_why(played: World) -> None:
    week_on = START + timedelta(weeks=FLAGGED + 1)
    as_of = datetime.combine(week_on + timedelta(weeks=1), datetime.min.time(), tzinfo=UTC)
    key = {"signal_id": "topic-worms", "week_on": week_on, "as_of": as_of}
    signal = played.store.rows("status/signal", **key)[0]
    data = page(
        signal,
        history=played.store.rows("status/signal_history", **key),
        evidence=played.store.rows("status/signal_evidence", **key),
        lineage=[],
        forecasts=[r for r in register(played, FLAGGED + 1) if r["signal_id"] == "topic-worms"],
    )
    assert [h["week_on"] for h in data["scores"]] == [
        START + timedelta(weeks=w) for w in (FLAGGED, FLAGGED + 1)
    ]
    assert data["who"] == ["s1"] and data["since"]["first_policy_on"] is None
    html = to_html(data)
    assert html.count("<svg") == 1 and "unknown" in html and "http-equiv" not in html
    assert all(f">{d['name']}<" in html for d in data["derivation"])
    assert all(e["doc_id"] in html for e in data["evidence"])


def test_text_of_documents_is_never_markup() -> None:
    signal = dict.fromkeys(
        ["signal_id", "label", "kind", "stage", "geo_level", "first_seen_on", "first_research_on", "first_policy_on",
         "first_news_on", "reason_codes", "terms", "detectors", "is_flagged"]
    )  # fmt: skip
    from horizon.signals.page import DERIVATION

    signal |= {column: None for column, _, _ in DERIVATION}
    signal |= {"label": "<script>x</script>", "signal_id": "s", "kind": "topic", "stage": "weak",
               "week_on": date(2026, 1, 5), "as_of": datetime(2026, 1, 12, tzinfo=UTC)}  # fmt: skip
    bad = {"stance": "contradicts", "source": "<b>", "published_at": None, "first_seen_at": datetime(2026, 1, 7, tzinfo=UTC),
           "grade": None, "title": "<img>", "url": "javascript:alert(1)", "doc_id": "d"}  # fmt: skip
    html = to_html(page(signal, history=[], evidence=[bad], lineage=[], forecasts=[]))
    assert "<script" not in html and "<img" not in html and "javascript:" not in html
    assert "undated, seen 2026-01-07" in html


def test_a_week_without_documents_is_a_gap_in_the_curve() -> None:
    row = {
        "week_on": date(2026, 1, 5),
        "n_origins": 1,
        "attention_share": 0.1,
        "attention_low": 0.05,
        "attention_high": 0.2,
    }
    gap = dict.fromkeys(row)
    assert curve([row, row]).count("<polyline") == 1
    assert curve([row, gap, row]).count("<polyline") == 2
    assert "unknown" in curve([gap])
