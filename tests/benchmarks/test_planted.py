"""benchmarks/planted*.py: what is planted, and how a judgement of it is scored, on judgements written by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest

from benchmarks.corpora import BenchDocument
from benchmarks.planted import AFTER_DRIFT, DRIFT_CHARS, DRIFT_WEEKS, drift, plant
from benchmarks.planted_peers import Carried
from benchmarks.planted_scores import evaluate
from benchmarks.planted_told import Link, Plant, Told, plant_of
from horizon.config import TopicsSettings

SETTINGS = TopicsSettings()


def theme(name: str, n_old: int, n_new: int) -> list[BenchDocument]:
    def text(event: str, i: int) -> BenchDocument:
        return BenchDocument(
            doc_id=f"{name}{event}{i}", title=f"{event} title {i}", text=f"{event} " * 300, source="outlet",
            language="en", label=f"{name}_{event}", published_on=None,
        )  # fmt: skip

    return [*(text("old", i) for i in range(n_old)), *(text("new", i) for i in range(n_new))]


def told(
    homes: Mapping[int, str], *, born: int, ended: int, links: Sequence[Link] = (), n_weeks: int = 24
) -> Told:
    """One plant `pa` with a text in each week from born to ended (two in the first), all in the topic given by week."""
    texts = [("pa|0", born), *((f"pa|{w}", w) for w in range(born, ended + 1))]
    held = {
        week: [doc for doc, at in texts if week - SETTINGS.window_weeks < at <= week]
        for week in range(n_weeks)
    }
    members = {week: {topic: held[week]} for week, topic in homes.items()}
    return Told(n_weeks, members, Counter({(w, "pa"): len(docs) for w, docs in held.items()}), links)


def scores(judged: Told, one: Plant) -> dict[str, float]:
    # a plant that splits is always asked for by the lineage; its own score is not looked at here
    return evaluate(judged, [one, Plant("px+y", 99, 99, "split"), Plant("pz", 99)], SETTINGS)


def test_a_drift_is_kept_only_while_its_first_id_lasts() -> None:
    one = Plant("pa", 2, 3, "drift", ended=12)
    kept = told(dict.fromkeys(range(2, 23), "t1"), born=2, ended=12)
    assert scores(kept, one)["planted_drift_id_kept_share"] == 1.0
    renamed = told({w: "t1" if w < 13 else "t2" for w in range(2, 23)}, born=2, ended=12)
    weeks = [w for w in range(4, 24) if renamed.present[w, "pa"] >= 2]
    expected = sum(w < 13 for w in weeks) / len(weeks)
    assert scores(renamed, one)["planted_drift_id_kept_share"] == pytest.approx(expected)
    assert 0 < expected < 1
    unseen = told({}, born=2, ended=12)
    assert scores(unseen, one)["planted_drift_id_kept_share"] == 0.0


@pytest.mark.parametrize(
    ("dormant", "retired", "is_right", "is_early"),
    [
        (9, 17, True, False),
        (10, 17, False, False),  # a week late
        (None, 17, False, False),
        (9, 18, False, False),
        (9, None, False, False),
        (4, 17, False, True),  # texts still come
    ],
)
def test_an_end_is_told_in_time_not_too_early_and_to_the_last(
    dormant: int | None, retired: int | None, is_right: bool, is_early: bool
) -> None:
    links = [
        Link(week, "t1", relation)
        for week, relation in ((dormant, "dormant"), (retired, "retired"))
        if week is not None
    ]
    judged = told(dict.fromkeys(range(2, 17), "t1"), born=2, ended=5, links=links)
    found = scores(judged, Plant("pa", 2, ended=5))
    assert found["planted_death_share"] == float(is_right)
    assert found["planted_dormant_too_early"] == float(is_early)


def test_an_end_that_can_not_be_judged_yet_is_not_asked_for() -> None:
    links = [Link(9, "t1", "dormant")]
    judged = told(dict.fromkeys(range(2, 10), "t1"), born=2, ended=5, links=links, n_weeks=10)
    assert scores(judged, Plant("pa", 2, ended=5))["planted_death_share"] == 1.0  # its window is still open
    before = replace(judged, n_weeks=9, links=[])
    late, other = Plant("pa", 2, ended=5), Plant("pb", 2, ended=1)
    assert (
        evaluate(before, [late, other, Plant("px+y", 99, 99, "split")], SETTINGS)["planted_death_share"] == 0
    )


def test_seen_in_the_first_week_is_not_a_week_later() -> None:
    plants = [Plant("pa", 2, ended=5, first_label="e1"), Plant("px+y", 9, 9, "split")]
    at_once = evaluate(told(dict.fromkeys(range(2, 17), "t1"), born=2, ended=5), plants, SETTINGS)
    later = evaluate(told(dict.fromkeys(range(3, 17), "t1"), born=2, ended=5), plants, SETTINGS)
    assert (at_once["planted_first_week_share"], later["planted_first_week_share"]) == (0.5, 0.0)
    assert (at_once["planted_first_week_event_share"], later["planted_first_week_event_share"]) == (1.0, 0.0)
    assert at_once["planted_birth_share"] == later["planted_birth_share"] == 0.5  # within a week


def test_a_drift_goes_from_one_event_to_the_other_and_uses_each_text_once() -> None:
    texts = drift(theme("a", 8, 10))
    shares = [d.text.split().count("new") / len(d.text.split()) for d in texts]
    assert len(texts) == 2 + DRIFT_WEEKS - 1 + AFTER_DRIFT
    assert shares[:2] == [0, 0] and shares[-1 - AFTER_DRIFT :] == [1] * (1 + AFTER_DRIFT)
    assert shares == sorted(shares) and len(set(shares)) == DRIFT_WEEKS
    assert all(len(d.text) <= DRIFT_CHARS + 1 for d in texts[2:DRIFT_WEEKS])
    used = [one for d in texts for one in d.doc_id.split("+")]
    assert len(used) == len(set(used))
    assert drift(theme("a", 7, 10)) == [] == drift(theme("a", 20, 0))


def test_what_is_planted_ends_or_changes_when_it_says() -> None:
    themes = {f"{i}": theme(f"{i}", 10, 11) for i in range(26)}
    start = date(2019, 1, 7)
    plants, documents = plant(themes, start)
    weeks: dict[str, list[int]] = {}
    for d in documents:
        assert d.published_on is not None
        weeks.setdefault(plant_of(d.doc_id) or "", []).append((d.published_on - start).days // 7)
    assert Counter(p.change for p in plants) == {None: 12, "merged": 4, "split": 2, "drift": 4}
    for p in plants:
        assert min(weeks[p.name]) == p.born and weeks[p.name].count(p.born) >= 2
        assert p.ended in (None, max(weeks[p.name]))
        assert (p.ended is None) == (p.change in ("split", "merged"))


def test_peers_carry_ids_by_the_largest_overlap_and_tell_what_became_of_the_rest() -> None:
    carried = Carried()
    weeks: list[list[set[str]]] = [
        [set("abcdef"), set("xyz")],
        [set("abcd"), set("ef"), set("xyz")],
        [set("abcdxyz")],
    ]
    present = frozenset("abcdefxyz")
    for week, groups in enumerate(weeks):
        carried.take(week, [frozenset(g) for g in groups], present)
        carried.fall_silent(week, dict.fromkeys(present, -3), 4)
    assert carried.members[1] == {"t0": list("abcd"), "t2": list("ef"), "t1": list("xyz")}
    assert carried.members[2] == {"t0": list("abcdxyz")}
    assert [(o.week, o.topic_id, o.relation, o.other_topic_id) for o in carried.links] == [
        (0, "t0", "born", None),
        (0, "t1", "born", None),
        (1, "t0", "split", "t2"),
        (1, "t0", "dormant", None),
        (1, "t1", "dormant", None),
        (1, "t2", "dormant", None),
        (2, "t1", "merged", "t0"),
        (2, "t2", "retired", None),
    ]
