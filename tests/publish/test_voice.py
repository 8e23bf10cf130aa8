"""What readers say: kept, tracked like any signal, in the published tables."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from horizon.config import SignalsSettings
from horizon.errors import ConfigError
from horizon.publish import voice
from horizon.publish.around import votes_of
from horizon.publish.select import Candidate, Votes, choose, priority
from horizon.signals import hunches
from horizon.storage import ledger
from horizon.storage.store import Store
from horizon.types import Window
from tests.storage.small import MONDAY, judge, seen, write

HUNCH = "Somebody buys up drone landing sites along the harbour"


def world() -> Store:
    store = Store.in_memory()
    write(
        store,
        [
            ("d1", 1, 1, "Three drone landing sites along the harbour change hands"),
            ("d2", 1, 2, "Who buys the drone landing sites?"),
            ("d3", 1, 2, "Football club in the red again"),
            ("d4", 1, 8, "Landing sites for drones: the harbour board asks who buys"),
            ("d5", 1, 9, "Interest rate left as it was"),
        ],
    )
    for week in (0, 1):
        judge(store, week, {"drones": ["d1", "d2"], "other": ["d3"]})
        _judged(store, week)
    return store


def propose(store: Store, url: str) -> None:
    voice.propose(store, url, source_class=None, reason=None, proposed_by=None, now=seen(1))


def _judged(store: Store, week: int) -> None:
    """A finished run of the signals stage."""
    window = Window.week(MONDAY + timedelta(weeks=week))
    with store.transaction():
        ledger.begin(store, "signals", window, SignalsSettings(), inputs=[week]).finish(counts={})


def track(store: Store, week: int) -> dict[str, object]:
    hunches.run(store, SignalsSettings(), Window.week(MONDAY + timedelta(weeks=week)))
    rows = store.rows(
        "publish/signals",
        system_id="none",
        week_on=MONDAY + timedelta(weeks=week),
        as_of=seen(7 * (week + 1)),
    )
    return next((r for r in rows if r["kind"] == "human"), {})


def test_a_note_becomes_a_human_signal_of_the_next_judged_week() -> None:
    store = world()
    signal_id = voice.note(store, f"  {HUNCH}\n", author="Ada", now=seen(3))
    first = track(store, 0)
    assert first["signal_id"] == signal_id
    assert (first["n_origins"], first["n_origins_window"], first["topic_id"]) == (2, 2, "drones")
    assert (first["is_flagged"], first["rank"], first["emergence_probability"]) == (False, None, None)
    second = track(store, 1)
    assert (second["n_origins"], second["n_origins_window"], second["stage"]) == (1, 3, "emerging")
    evidence = store.rows("publish/evidence", week_on=MONDAY + timedelta(weeks=1), as_of=seen(14))
    assert next(r["doc_id"] for r in evidence if r["signal_id"] == signal_id) == "d4"  # this week's first
    assert {r["doc_id"] for r in evidence if r["signal_id"] == signal_id} == {"d1", "d2", "d4"}


def test_a_note_is_judged_once_a_week_and_not_before_it_was_written() -> None:
    store = world()
    voice.note(store, HUNCH, author=None, now=seen(8))
    assert track(store, 0) == {}  # written after that judgement
    assert track(store, 1)["n_origins"] == 1
    again = hunches.run(store, SignalsSettings(), Window.week(MONDAY + timedelta(weeks=1)))
    assert again is not None and again.status == "skipped"


def test_a_document_near_in_meaning_speaks_of_a_note_without_its_words() -> None:
    hunch = hunches.Hunch(
        note_id="n", text="Batteries get cheap", noted_at=seen(0), vector=np.array([1, 0], np.float32)
    )
    rows = [{"doc_id": "a", "title": "Cells cost less", "text": "", "text_hash": "near"},
            {"doc_id": "b", "title": "Rain", "text": "", "text_hash": "far"}]  # fmt: skip
    vectors = {"near": np.array([0.8, 0.6], np.float32), "far": np.array([0, 1], np.float32)}
    assert [rows[t.row]["doc_id"] for t in hunches.ties(hunch, rows, vectors)] == ["a"]


def test_a_reader_may_change_the_verdict_and_disagreement_is_kept() -> None:
    store = world()
    signal_id = voice.note(store, HUNCH, author=None, now=seen(3))
    track(store, 0)
    for days, rater, verdict in ((8, "Ada", "wrong"), (9, "Bo", "useful"), (10, "Ada", "not")):
        voice.rate(store, signal_id, verdict, rater=rater, comment=None, now=seen(days))
    rows = store.rows("publish/ratings", week_on=MONDAY + timedelta(weeks=1), as_of=seen(14))
    assert len(rows) == 3
    assert votes_of(rows)[signal_id] == Votes(n_useful=1, n_not=1)
    assert votes_of(rows)[signal_id].verdict is None
    before = store.rows("publish/ratings", week_on=MONDAY, as_of=seen(8.5))
    assert votes_of(before)[signal_id].verdict == "wrong"  # as was known then


def test_verdicts_move_the_order_and_wrong_is_rejected_with_its_reason() -> None:
    def made(name: str, rank: int, votes: Votes) -> Candidate:
        return Candidate(signal_id=name, rank=rank, is_flagged=True, top_force=None, strongest_impact=None,
                         is_outside_sector=None, votes=votes)  # fmt: skip

    useful, not_useful, wrong = Votes(n_useful=2), Votes(n_not=1), Votes(n_wrong=2, n_useful=1)
    assert (
        priority(made("a", 2, useful), 5)
        > priority(made("a", 2, Votes()), 5)
        > priority(made("a", 2, not_useful), 5)
    )
    choice = choose([made("a", 1, wrong), made("b", 2, useful)], max_signals=7, min_outside=0)
    assert choice.chosen == ("b",)
    assert choice.left_out == (("a", "m_rejected", "2"),)


def test_follows_and_proposals_are_kept_with_the_last_word() -> None:
    store = world()
    assert voice.follow(store, "drones", follower="Ada", stop=False, now=seen(7)) == "drones"
    key = {"week_on": MONDAY, "as_of": seen(7)}
    assert [(r["topic_id"], r["n_origins"]) for r in store.rows("publish/follows", **key)] == [("drones", 2)]
    voice.follow(store, "drones", follower="Ada", stop=True, now=seen(8))
    assert store.rows("publish/follows", **{**key, "as_of": seen(9)}) == []
    for who in ("Ada", "Bo"):
        voice.propose(
            store,
            "https://new.example/feed",
            source_class=None,
            reason="Fills a gap",
            proposed_by=who,
            now=seen(5),
        )
    proposals = store.rows("publish/proposals", as_of=seen(7))
    assert [(r["url"], r["is_on_board"]) for r in proposals] == [("https://new.example/feed", False)]


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda s: voice.note(s, " \u202e ", author=None, now=seen(1)), "empty"),
        (lambda s: voice.note(s, "x" * 501, author=None, now=seen(1)), "501"),
        (lambda s: voice.rate(s, "nope", "useful", rater=None, comment=None, now=seen(9)), "nope"),
        (lambda s: voice.follow(s, "nope", follower=None, stop=False, now=seen(9)), "nope"),
        (lambda s: propose(s, "javascript:alert(1)"), "web address"),
    ],
)  # fmt: skip
def test_what_can_not_be_kept_is_told_with_the_mend(call, told: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ConfigError, match=told):
        call(world())
