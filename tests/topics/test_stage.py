"""The topics stage on a made-up world: what it writes, when, and what may not matter."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from horizon.config import TopicsSettings
from horizon.storage.store import Store
from horizon.topics import stage
from horizon.types import TopicLink, Window, midnight

from .world import (
    MODEL,
    START,
    background,
    judge,
    load,
    make,
    planted,
    table,
    themes_of,
    topic_of,
)

TABLES = (
    "core_story_member",
    "core_topic_member",
    "core_topic_week",
    "core_topic_centroid",
    "core_topic_link",
)


def snapshot(store: Store) -> dict[str, list[dict[str, object]]]:
    return {name: table(store, name) for name in TABLES}


def links(store: Store, relation: str) -> list[dict[str, object]]:
    return [row for row in table(store, "core_topic_link") if row["relation"] == relation]


@pytest.fixture
def store() -> Store:
    return Store.in_memory()


def test_a_week_without_documents_writes_only_its_ledger_row(store: Store) -> None:
    report = judge(store, 0)
    assert report.status == "done" and report.counts["n_topics"] == 0
    assert all(not rows for rows in snapshot(store).values())
    assert store.count("core_run") == 1


def test_the_same_week_twice_is_done_once(store: Store) -> None:
    load(store, background(3))
    judge(store, 2)
    before = snapshot(store)
    assert judge(store, 2).status == "skipped"
    assert snapshot(store) == before


def test_three_documents_on_one_theme_are_a_topic_in_their_first_week(store: Store) -> None:
    load(store, background(4) + planted("newa", {3: 3}))
    for week in range(4):
        judge(store, week)
    topic = topic_of(store, 3, "newa")
    assert topic is not None
    row = next(r for r in table(store, "core_topic_week") if r["topic_id"] == topic)
    assert (row["state"], row["n_docs"], row["n_origins"]) == ("born", 3, 3)
    assert row["born_week_on"] == START + timedelta(weeks=3)


def test_thirty_documents_that_live_one_week_are_one_topic_that_week(store: Store) -> None:
    load(store, background(4) + planted("flasha", {2: 30}))
    for week in range(4):
        judge(store, week)
    topic = topic_of(store, 2, "flasha")
    held = themes_of(store, 2)[topic or ""]
    assert held["flasha"] >= 29
    assert topic_of(store, 3, "flasha") == topic, "the id is kept in the quiet week after"


def test_the_same_input_gives_the_same_rows_in_any_order() -> None:
    made = background(4) + planted("newa", {1: 2, 2: 4, 3: 8})
    results = []
    for seed in (0, 1):
        store = Store.in_memory()
        shuffled = list(made)
        random.Random(seed).shuffle(shuffled)
        load(store, shuffled)
        for week in range(4):
            judge(store, week)
        results.append(snapshot(store))
    assert results[0] == results[1]


def test_nothing_after_the_week_changes_a_cell_of_it() -> None:
    past = background(4) + planted("newa", {2: 3, 3: 5})
    clean, garbage = Store.in_memory(), Store.in_memory()
    load(clean, past)
    load(garbage, past)
    future = [m for m in background(9) if m.document.counted_at >= midnight(START + timedelta(weeks=4))]
    load(garbage, future + planted("newa", {4: 40, 5: 40}))
    late = make("late-02-00", [], START + timedelta(weeks=2), seen_at=midnight(START + timedelta(weeks=6)))
    load(garbage, [late])
    edited = replace(
        past[0].document, version=2, title="Another title", seen_at=midnight(START + timedelta(weeks=6))
    )
    garbage.append("core_document", [edited])
    for week in range(4):
        judge(clean, week)
        judge(garbage, week)
    assert snapshot(clean) == snapshot(garbage)


def test_a_late_document_enters_only_a_later_judgement_and_ids_stay(store: Store) -> None:
    made = background(4) + planted("newa", {3: 4})
    load(store, made)
    for week in range(4):
        judge(store, week)
    before, topic = snapshot(store), topic_of(store, 3, "newa")
    seen = midnight(START + timedelta(weeks=4, days=2))
    load(store, _late("newa", 3, seen))
    judge(store, 3, as_of=seen)
    after = snapshot(store)
    assert all(row in after[name] for name in TABLES for row in before[name])
    assert topic_of(store, 3, "newa") == topic
    assert themes_of(store, 3)[topic or ""]["newa"] == 5
    assert judge(store, 3, as_of=seen + timedelta(hours=1)).status == "skipped"


def _late(theme: str, week: int, seen: object) -> list[object]:
    one = planted(theme, {week: 9})[8]
    document = replace(one.document, first_seen_at=seen, seen_at=seen)
    return [replace(one, document=document)]


def test_copies_follow_their_origin_and_make_no_topic_alone(store: Store) -> None:
    load(store, background(2))
    original = make("wire-01-00", [], START + timedelta(weeks=1))
    copies = [
        replace(original, document=replace(original.document, doc_id=f"wire-01-{i:02d}", source_id=f"s{i}"))
        for i in range(1, 6)
    ]
    load(store, [original, *copies])
    store.append(
        "core_origin_member",
        [
            {
                "doc_id": c.document.doc_id,
                "origin_id": "wire-01-00",
                "reason": "same_text",
                "similarity": 1.0,
                "matched_doc_id": "wire-01-00",
                "seen_at": c.document.seen_at,
                "run_id": "test",
            }
            for c in [original, *copies]
        ],
    )
    judge(store, 0)
    judge(store, 1)
    stories = {
        r["story_id"] for r in table(store, "core_story_member") if str(r["doc_id"]).startswith("wire")
    }
    assert len(stories) == 1
    assert all(set(counts) != {"wire"} for counts in themes_of(store, 1).values())


def test_a_theme_keeps_its_id_over_months_and_retires_when_silent(store: Store) -> None:
    load(store, background(22) + planted("longa", {w: 3 for w in range(1, 6)}))
    ids = []
    for week in range(22):
        judge(store, week)
        ids.append(topic_of(store, week, "longa"))
    assert len({i for i in ids[1:12]}) == 1 and ids[1] is not None
    relations = [r["relation"] for r in table(store, "core_topic_link") if r["topic_id"] == ids[1]]
    assert (
        relations.count("born") == 1 and relations.count("dormant") == 1 and relations.count("retired") == 1
    )
    assert ids[-1] is None


def test_a_retired_theme_that_comes_back_gets_its_old_id(store: Store) -> None:
    load(store, background(24) + planted("backa", {1: 4, 2: 4, 3: 4, 22: 5}))
    for week in range(24):
        judge(store, week)
    first = topic_of(store, 2, "backa")
    assert first is not None and topic_of(store, 22, "backa") == first
    assert [r["topic_id"] for r in links(store, "revived")].count(first) == 1
    row = next(
        r for r in table(store, "core_topic_week") if r["topic_id"] == first and r["state"] == "revived"
    )
    assert row["born_week_on"] == START + timedelta(weeks=1)


def test_vectors_missing_is_said_and_words_alone_still_place_the_text(store: Store) -> None:
    load(store, background(3) + planted("newa", {2: 4}))
    store._con.execute("DELETE FROM core_embedding")
    report = judge(store, 2)
    assert "no vector" in report.notes[0]
    assert topic_of(store, 2, "newa") is not None


def test_a_text_that_was_embedded_twice_is_judged_as_if_once() -> None:
    written = []
    for times in (1, 2):
        store = Store.in_memory()
        load(store, background(3) + planted("newa", {2: 4}))
        for _ in range(times - 1):
            store._con.execute("INSERT INTO core_embedding SELECT * FROM core_embedding")
        judge(store, 2)
        written.append(snapshot(store))
    assert written[0] == written[1]


def test_lineage_counts_agree_with_the_topic_rows(store: Store) -> None:
    load(store, background(8) + planted("newa", {2: 3, 3: 3, 6: 4}))
    for week in range(8):
        judge(store, week)
    born = {(r["topic_id"], r["week_on"]) for r in table(store, "core_topic_week") if r["state"] == "born"}
    linked = {(r["topic_id"], r["week_on"]) for r in links(store, "born")}
    parts = {(r["other_topic_id"], r["week_on"]) for r in links(store, "split")}
    assert born == linked | parts
    for row in table(store, "core_topic_week"):
        assert row["n_origins"] <= row["n_origins_window"] and row["n_origins"] <= row["n_docs"]  # type: ignore[operator]


def test_topics_of_the_last_weeks_are_young_until_told_as_split_off(store: Store) -> None:
    load(store, background(8) + planted("newa", {6: 3}) + planted("newb", {6: 3}))
    for week in range(8):
        judge(store, week)
    a, b = topic_of(store, 6, "newa"), topic_of(store, 6, "newb")
    born = dict(store._con.execute("SELECT DISTINCT topic_id, born_week_on FROM core_topic_week").fetchall())

    def young() -> frozenset[str]:
        window = Window.week(START + timedelta(weeks=8))
        read = stage._read_inputs(store, TopicsSettings(), window, MODEL)
        return stage._earlier(store, TopicsSettings(), window, read).young

    found = young()
    assert {a, b} <= found and topic_of(store, 7, "steadyx") not in found
    assert all(born[topic] >= START + timedelta(weeks=4) for topic in found)
    told = TopicLink(
        week_on=START + timedelta(weeks=7),
        as_of=midnight(START + timedelta(weeks=8)),
        topic_id="topic-whole",
        relation="split",
        other_topic_id=a,
        shared_share=None,
    )
    store.append("core_topic_link", [told])
    assert young() == found - {a}
