"""Corrections by hand: they come before the clustering, survive the next runs, and one undo takes them back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from horizon.storage.store import Store
from horizon.topics import edits
from horizon.types import midnight

from .world import START, background, judge, load, planted, table, topic_of

WEEKS = 6


def moment(week: int, hours: int = 0) -> datetime:
    return midnight(START + timedelta(weeks=week + 1)) + timedelta(hours=hours)


@pytest.fixture
def store() -> Store:
    """Two clear topics, judged for four weeks."""
    store = Store.in_memory()
    weeks = range(WEEKS)
    load(
        store,
        background(WEEKS, steady=0)
        + planted("alfaa", dict.fromkeys(weeks, 3))
        + planted("betab", dict.fromkeys(weeks, 2)),
    )
    for week in range(4):
        judge(store, week)
    return store


def edit(store: Store, kind: str, topic: str | None, other: str, docs: list[str], *, at: datetime) -> str:
    home = members(store, 3)
    edit_id = edits.new_edit_id(kind, at, docs, (topic, other))
    store.append("core_topic_edit", [edits.Edit(
        edit_id=edit_id, made_at=at, kind=kind, topic_id=topic, other_topic_id=other, doc_ids=tuple(docs),
        from_topic_ids=tuple(home.get(d, "") for d in docs),
    )])  # fmt: skip
    return edit_id


def undo(store: Store, edit_id: str, *, at: datetime) -> None:
    store.append("core_topic_edit", [edits.Edit(
        edit_id="undo-" + edit_id, made_at=at, kind="undo", topic_id=None, other_topic_id=None, doc_ids=(),
        from_topic_ids=(), undoes_edit_id=edit_id,
    )])  # fmt: skip


def members(store: Store, week: int) -> dict[str, str]:
    """Topic by document in the last judgement of a week."""
    rows = [r for r in table(store, "core_topic_member") if r["week_on"] == START + timedelta(weeks=week)]
    last = max(r["as_of"] for r in rows)
    return {str(r["doc_id"]): str(r["topic_id"]) for r in rows if r["as_of"] == last}


def relations(store: Store, week: int) -> set[tuple[str, str, str | None]]:
    rows = [r for r in table(store, "core_topic_link") if r["week_on"] == START + timedelta(weeks=week)]
    last = max(r["as_of"] for r in rows)
    return {
        (str(r["topic_id"]), str(r["relation"]), r["other_topic_id"])  # type: ignore[misc]
        for r in rows
        if r["as_of"] == last and r["relation"] != "continued"
    }


def test_a_moved_document_stays_moved_until_the_move_is_undone(store: Store) -> None:
    a, b = topic_of(store, 3, "alfaa"), topic_of(store, 3, "betab")
    assert a and b and a != b
    made = edit(store, "move", None, b, ["alfaa-02-00"], at=moment(3, 1))
    judge(store, 3, as_of=moment(3, 2))
    judge(store, 4, as_of=moment(4))
    judge(store, 5, as_of=moment(5))
    for week in (3, 4, 5):
        assert members(store, week)["alfaa-02-00"] == b
        assert members(store, week)["alfaa-02-01"] == a
    undo(store, made, at=moment(5, 1))
    judge(store, 5, as_of=moment(5, 2))
    assert members(store, 5)["alfaa-02-00"] == a


def test_merged_by_hand_is_one_topic_with_a_successor_until_undone(store: Store) -> None:
    a, b = topic_of(store, 3, "alfaa"), topic_of(store, 3, "betab")
    assert a and b
    docs = [d for d, t in members(store, 3).items() if t in (a, b)]
    # the larger goes into the smaller: the word of the hand counts
    made = edit(store, "merge", a, b, docs, at=moment(3, 1))
    judge(store, 4, as_of=moment(4))
    assert (a, "merged", b) in relations(store, 4)
    row = next(r for r in table(store, "core_topic_week") if r["topic_id"] == a and r["state"] == "merged")
    assert row["successor_topic_id"] == b
    judge(store, 5, as_of=moment(5))
    assert {members(store, 5)[d] for d in docs} == {b}
    new = members(store, 5)
    assert {new["alfaa-05-00"], new["betab-05-00"]} == {b}, "later documents of either follow"
    undo(store, made, at=moment(5, 1))
    judge(store, 5, as_of=moment(5, 2))
    assert topic_of(store, 5, "alfaa") == a and topic_of(store, 5, "betab") == b
    born = next(r for r in table(store, "core_topic_week") if r["topic_id"] == a)["born_week_on"]
    last = max(
        (r for r in table(store, "core_topic_week") if r["topic_id"] == a),
        key=lambda r: (r["week_on"], r["as_of"]),
    )
    assert (last["state"], last["born_week_on"]) == ("revived", born)


def test_split_by_hand_keeps_apart_what_the_clustering_would_join(store: Store) -> None:
    a = topic_of(store, 3, "alfaa")
    assert a
    docs = ["alfaa-00-00", "alfaa-01-00", "alfaa-02-00"]
    made = edit(store, "split", a, "topic-byhand000001", docs, at=moment(3, 1))
    judge(store, 4, as_of=moment(4))
    assert (a, "split", "topic-byhand000001") in relations(store, 4)
    judge(store, 5, as_of=moment(5))
    found = members(store, 5)
    assert {found[d] for d in docs} == {"topic-byhand000001"} and found["alfaa-00-01"] == a
    undo(store, made, at=moment(5, 1))
    judge(store, 5, as_of=moment(5, 2))
    assert {members(store, 5)[d] for d in docs} == {a}


def test_a_correction_is_unknown_to_judgements_as_of_before_it(store: Store) -> None:
    b = topic_of(store, 3, "betab")
    assert b
    before = members(store, 3)
    edit(store, "move", None, b, ["alfaa-02-00"], at=moment(3, 5))
    assert judge(store, 3, as_of=moment(3)).status == "skipped"
    judge(store, 3, as_of=moment(3, 4))
    assert members(store, 3) == before


def test_what_was_moved_and_then_merged_away_goes_along() -> None:
    base = {"made_at": moment(0), "undoes_edit_id": None, "reason": None, "topic_id": None}
    move = {
        **base,
        "edit_id": "1",
        "kind": "move",
        "other_topic_id": "a",
        "doc_ids": ["x"],
        "from_topic_ids": [""],
    }
    merge = {
        **base, "edit_id": "2", "kind": "merge", "topic_id": "a", "other_topic_id": "b", "doc_ids": ["y"],
        "from_topic_ids": ["a"],
    }  # fmt: skip
    rows = [move, merge]
    stand = edits.standing(edits.from_rows(rows), since=None)
    assert stand.pins == {"x": "b", "y": "b"} and stand.merged == {"a": "b"}
