"""What the published file is copied from: the same however often it was grown, and search as a slow twin computes it."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from horizon.storage import published, read_models
from horizon.storage.read_models import first_to_merge
from horizon.storage.store import Store
from tests.storage.small import MONDAY, judge, seen, write

NOW = datetime(2026, 7, 1, tzinfo=UTC)
TEXTS = [
    ("a", 1, 0.0, "Battery depot opens in Norrvik"),
    ("b", 1, 1.0, "Batterier till depån i Norrvik"),
    ("c", 1, 2.0, "Ferry timetable changes"),
    ("d", 1, 3.0, "Depots, depots and more depots for batteries"),
    ("a", 2, 9.0, "Correction: no battery for Norrvik"),
]


def publish(store: Store, place: Path) -> Path:
    target = place / "horizon-published.duckdb"
    published.publish(store, target, run_id="r", as_of=NOW, keep=1)
    return target


def search(file: Path, question: str, **named: object) -> list[dict[str, Any]]:
    rest = "".join(f", {name} := ${name}" for name in named)
    return published.query(file, f"FROM horizon.search($question{rest})", {"question": question, **named})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "store") as store:
        write(store, TEXTS)
        return publish(store, tmp_path)


def test_search_meets_both_languages_and_leaves_out_what_does_not_fit(file: Path) -> None:
    assert [r["doc_id"] for r in search(file, "battery")] == ["a", "d"]  # English endings
    assert [r["doc_id"] for r in search(file, "batteriet")] == ["b"]
    assert {r["doc_id"] for r in search(file, "depån depot")} == {"b", "d"}
    assert search(file, "the of och") == []
    assert search(file, "zeppelin") == []


def test_search_as_of_knows_the_version_of_then(file: Path) -> None:
    then = search(file, "battery depot", as_of=seen(5))
    assert {(r["doc_id"], r["version"]) for r in then} == {("a", 1), ("d", 1)}
    assert [r["version"] for r in search(file, "correction")] == [2]
    assert search(file, "correction", as_of=seen(5)) == []
    assert [r["doc_id"] for r in search(file, "depot", since=MONDAY)] == ["d"]


def terms_of(text: str, endings: str) -> list[str]:
    folded = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return [re.sub(endings, r"\1", w) for w in re.findall(r"[^\W_]+", folded) if len(w) > 1]


def test_bm25_is_what_a_slow_twin_computes(file: Path) -> None:
    endings = re.search(r"'(\^\(\.\{4.+?\$)'", read_models.macro_text("term"))
    assert endings
    index = {(i, v): Counter(w for w in terms_of(title, endings.group(1)) if w not in {"in", "for", "no", "and", "till"})
             for i, v, _, title in TEXTS}  # fmt: skip
    sizes = {
        row["doc_id"]: row["n_terms"]
        for row in published.query(file, "FROM horizon.document_versions WHERE is_latest")
    }
    mean = published.query(file, "FROM horizon.search_size")[0]["mean_terms"]
    for row in search(file, "batteries depots"):
        score = 0.0
        for term in ("batter", "depot"):
            df = sum(term in words for words in index.values())
            tf = index[row["doc_id"], row["version"]][term]
            weight = math.log(1 + (len(index) - df + 0.5) / (df + 0.5))
            score += weight * tf * 2.2 / (tf + 0.3 + 0.9 * sizes[row["doc_id"]] / mean)
        assert row["search_score"] == pytest.approx(score, abs=1e-3)


def test_grown_step_by_step_or_built_at_once_the_file_says_the_same(tmp_path: Path) -> None:
    def contents(file: Path) -> dict[str, list[dict[str, Any]]]:
        order = {
            "search": "FROM horizon.search('norrvik depots') ORDER BY doc_id",
            "members": "FROM horizon.topic_members ORDER BY ALL",
            "packed": "FROM horizon.topic_week_members ORDER BY ALL",
            "stories": "FROM horizon.story_members ORDER BY ALL",
            "terms": "SELECT term, flatten(list(doc_nos ORDER BY segment)) AS doc_nos FROM horizon.search_postings "
            "GROUP BY term ORDER BY term",
        }
        return {name: published.query(file, sql) for name, sql in order.items()}

    steps = [
        lambda s: write(s, TEXTS[:2]),
        lambda s: judge(s, 0, {"t1": ["a"], "t2": ["b"]}),
        lambda s: write(s, TEXTS[2:]),
        lambda s: judge(s, 1, {"t1": ["a", "b", "d"], "t3": ["c"]}),
        lambda s: judge(s, 1, {"t1": ["a", "d"], "t3": ["c"]}, as_of=seen(15)),
    ]
    with Store.open(tmp_path / "grown") as grown, Store.open(tmp_path / "once") as once:
        for step in steps:
            step(grown)
            read_models.refresh(grown)
            step(once)
        left, right = publish(grown, tmp_path / "left"), publish(once, tmp_path / "right")
        assert contents(left) == contents(right)
        read_models.rebuild(grown)
        assert contents(publish(grown, tmp_path / "rebuilt")) == contents(right)


def test_of_a_removed_text_no_word_stays_in_the_index(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        write(store, [("a", 1, 0.0, "Battery depot"), ("b", 1, 1.0, "Ferry depot")], text="secretword of old")
        before = publish(store, tmp_path / "before")
        assert {r["doc_id"] for r in search(before, "secretword")} == {"a", "b"}
        store.change("upkeep/forget_document_text", before=seen(0.5))
        read_models.reindex(store)
        after = publish(store, tmp_path / "after")
    assert [r["doc_id"] for r in search(after, "secretword")] == ["b"]
    assert {r["doc_id"] for r in search(after, "depot")} == {"a", "b"}
    numbers = "SELECT doc_id, doc_no FROM horizon.document_versions ORDER BY 1"
    assert published.query(after, numbers) == published.query(before, numbers)


def test_members_are_those_of_the_latest_judgement_in_the_version_of_then(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        write(store, TEXTS)
        judge(store, 0, {"t1": ["a", "b"]})
        judge(store, 0, {"t1": ["a", "b", "d"]}, as_of=seen(8))
        file = publish(store, tmp_path)
    members = published.query(file, "SELECT doc_id FROM horizon.topic_members ORDER BY 1")
    assert [m["doc_id"] for m in members] == ["a", "b", "d"]
    versions = published.query(
        file,
        "SELECT d.version FROM (SELECT unnest(doc_nos) AS doc_no FROM horizon.topic_week_members) JOIN "
        "horizon.document_versions AS d USING (doc_no) WHERE d.doc_id = 'a'",
    )
    assert {v["version"] for v in versions} == {1}  # the correction came after both judgements


def test_a_document_that_changes_its_story_keeps_both_placings(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        write(store, TEXTS)
        judge(store, 0, {"t1": ["a", "b"]})
        judge(store, 1, {"t1": ["a"], "t2": ["b"]})
        file = publish(store, tmp_path)
    rows = published.query(
        file, "SELECT doc_id, story_id, is_latest FROM horizon.story_members ORDER BY doc_id, week_on"
    )
    assert [tuple(r.values()) for r in rows] == [
        ("a", "story-t1", True),
        ("b", "story-t1", False),
        ("b", "story-t2", True),
    ]
    assert {s["story_id"]: s["n_docs"] for s in published.query(file, "FROM horizon.stories")} == {
        "story-t1": 1,
        "story-t2": 1,
    }


@given(st.lists(st.integers(1, 3_000_000), min_size=1, max_size=300))
def test_segments_stay_few_and_sealed_ones_are_left_alone(batches: list[int]) -> None:
    segments: list[tuple[int, int]] = []
    for number, size in enumerate(batches):
        segments.append((2 * number, size))
        first = first_to_merge(segments)
        if first is not None:
            merged = [s for s in segments if s[0] >= first]
            assert all(s[1] < read_models.SEALED for s in merged)
            segments = [s for s in segments if s[0] < first] + [(2 * number + 1, sum(s[1] for s in merged))]
    sealed = sum(batches) / read_models.SEALED
    assert len(segments) <= 2 * sealed + 14
