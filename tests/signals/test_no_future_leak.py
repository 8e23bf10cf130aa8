"""Future garbage on two real corpora: text, counts and sources after a week replaced; no cell up to it may change."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from benchmarks import corpora
from horizon.config import SignalsSettings, TopicsSettings
from horizon.signals import stage as signals_stage
from horizon.signals.terms import words_of
from horizon.storage.store import Store
from horizon.topics import stage as topics_stage
from horizon.types import FloatArray, Window, monday_of

DIM = 48
WEEKS_BEFORE = 16
JUDGED = 2  # weeks, the last of which garbage follows
TABLES = (
    "core_topic_week",
    "core_topic_member",
    "core_signal",
    "core_signal_evidence",
    "core_forecast",
    "core_forecast_outcome",
)
SLICES = (("huffpost_2018_2022", "news", date(2020, 2, 24)), ("arxiv_cscl", "research", date(2015, 6, 1)))


@pytest.mark.parametrize(("name", "source_class", "week_on"), SLICES)
def test_nothing_after_a_week_changes_a_cell_up_to_it(name: str, source_class: Any, week_on: date) -> None:
    try:
        path = corpora.corpus_path(name)
    except FileNotFoundError as exc:
        pytest.skip(str(exc))
    documents = corpora.read_corpus(path, source_class=source_class)
    first, end = week_on - timedelta(weeks=WEEKS_BEFORE), week_on + timedelta(weeks=1)
    known = [d for d in documents if d.published_on and first <= d.published_on < end]
    later = [d for d in documents if d.published_on and end <= d.published_on < end + timedelta(weeks=8)]
    assert len(known) > 100 and len(later) > 50
    tables = [judged(docs, week_on) for docs in (known, known + later, known + garbage(known, end))]
    assert any(row["is_flagged"] for row in tables[0]["core_signal"])
    for other in tables[1:]:
        changed = [t for t in TABLES if other[t] != tables[0][t]]
        assert changed == []


def garbage(known: list[corpora.BenchDocument], since: date) -> list[corpora.BenchDocument]:
    """Many copies of what is known, from one new source, in the weeks after."""
    dice = random.Random(7)
    return [
        replace(
            dice.choice(known), doc_id=f"garbage-{i}", source="garbage", text="denied withdrawn corrected",
            published_on=since + timedelta(days=dice.randrange(40)),
        )
        for i in range(300)
    ]  # fmt: skip


def judged(documents: list[corpora.BenchDocument], last: date) -> dict[str, list[dict[str, Any]]]:
    """All rows that the stages write when the last weeks up to `last` are judged."""
    with Store.in_memory() as store:
        corpora.load_into(store, documents, np.stack([hashed(d.joined) for d in documents]))
        for week in range(JUDGED):
            window = Window.week(monday_of(last) - timedelta(weeks=JUDGED - 1 - week))
            topics_stage.run(store, TopicsSettings(), window)
            signals_stage.run(store, SignalsSettings(), window)
        return {table: rows(store, table) for table in TABLES}


def rows(store: Store, table: str) -> list[dict[str, Any]]:
    found = store._con.execute(f"SELECT * FROM {table} ORDER BY ALL").to_arrow_table().to_pylist()
    return [{k: v for k, v in row.items() if k != "run_id"} for row in found]


def hashed(text: str) -> FloatArray:
    """A vector from the words alone: enough to be near where words are shared."""
    vector = np.zeros(DIM, dtype=np.float32)
    for word in words_of(text):
        digest = hashlib.sha256(word.encode()).digest()
        vector[digest[0] % DIM] += 1.0 if digest[1] % 2 else -1.0
    norm = float(np.linalg.norm(vector))
    return vector / norm if norm else vector
