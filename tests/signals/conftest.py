"""Stores with generated documents and topics, so that a judgement can be tested without the stages before it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from horizon.storage.store import Store
from horizon.types import Window, midnight, monday_of

START = date(2023, 1, 2)
MODEL = "test-model"


@dataclass
class World:
    """Builds a store: documents of topics in weeks, and the topics judgement a topics stage would have written."""

    store: Store = field(default_factory=Store.in_memory)
    n_docs: int = 0
    members: list[tuple[int, str, str]] = field(default_factory=list)  # week, doc_id, topic_id

    def source(self, source_id: str, source_class: str = "news", **more: Any) -> None:
        row = {
            "source_id": source_id, "name": source_id, "source_class": source_class, "url": f"test:{source_id}",
            "kind": "feed", "family": source_id, "grade": "B", "is_primary": False, "is_enabled": True,
        }  # fmt: skip
        self.store.append("core_source", [{**row, **more}])

    def docs(
        self,
        week: int,
        n: int,
        *,
        topic: str | None = None,
        title: str = "report",
        text: str = "",
        source: str = "s1",
        source_class: str = "news",
        seen_at: datetime | None = None,
        origin: str | None = None,
        is_backlog: bool = False,
        vector: tuple[float, ...] | None = None,
    ) -> list[str]:
        rows, ids = [], []
        for _ in range(n):
            self.n_docs += 1
            doc_id = f"d{self.n_docs:05d}"
            counted = midnight(START + timedelta(weeks=week)) + timedelta(days=self.n_docs % 7, hours=9)
            rows.append(
                document(doc_id, counted, seen_at or counted, title, text, source, source_class, is_backlog)
            )
            ids.append(doc_id)
            if topic is not None:
                self.members.append((week, doc_id, topic))
        self.store.append("core_document", rows)
        if origin is not None:
            self.store.append("core_origin_member", [
                {"doc_id": i, "origin_id": origin, "reason": "same_text", "similarity": 1.0, "matched_doc_id": None,
                 "seen_at": r["seen_at"], "run_id": "t"} for i, r in zip(ids, rows, strict=True)])  # fmt: skip
        if vector is not None and n:
            self.store.append("core_enrichment", [
                {"doc_id": i, "version": 1, "geo_level": "national", "countries": ("SE",), "text_hash": r["text_hash"],
                 "model_id": MODEL, "seen_at": r["seen_at"], "run_id": "t"} for i, r in zip(ids, rows, strict=True)])  # fmt: skip
            self.store.append("core_embedding", [
                {"text_hash": r["text_hash"], "model_id": MODEL, "vector": vector, "run_id": "t"} for r in rows])  # fmt: skip
        return ids

    def judge_topics(self, week: int, *, as_of: datetime | None = None, window_weeks: int = 12) -> Window:
        """Write the topics judgement of a week from the members declared so far; returns the week's window."""
        week_on = START + timedelta(weeks=week)
        window = Window.week(week_on, as_of=as_of)
        inside = [m for m in self.members if week - window_weeks < m[0] <= week]
        rows = [
            topic_week(topic, week_on, window.as_of, [m for m in inside if m[2] == topic], week)
            for topic in sorted({m[2] for m in inside})
        ]
        self.store.append("core_topic_week", rows)
        self.store.append("core_topic_member", [
            {"week_on": week_on, "as_of": window.as_of, "doc_id": d, "topic_id": t, "similarity": 1.0, "run_id": "t"}
            for _, d, t in inside])  # fmt: skip
        self.store.append("core_run", [{
            "run_id": f"topics-{week}-{window.as_of}", "stage": "topics", "window_start": window.start,
            "window_end": window.end, "as_of": window.as_of, "inputs_hash": "", "config_hash": "", "code_version": "",
            "model_ids": ("m",), "counts": "{}", "notes": ("n",), "started_at": window.end, "seconds": 0.0}])  # fmt: skip
        return window

    def signals(self, week: int) -> dict[str, dict[str, Any]]:
        """Rows of core_signal of a week by topic (or signal) id, without run ids."""
        table = self.store._con.execute(
            "SELECT * FROM core_signal WHERE week_on = ? ORDER BY signal_id", [START + timedelta(weeks=week)]
        ).to_arrow_table()
        return {
            r["topic_id"] or r["signal_id"]: {k: v for k, v in r.items() if k != "run_id"}
            for r in table.to_pylist()
        }


def document(
    doc_id: str,
    counted: datetime,
    seen: datetime,
    title: str,
    text: str,
    source: str,
    source_class: str,
    backlog: bool,
) -> dict[str, Any]:
    return {
        "doc_id": doc_id, "version": 1, "source_id": source, "source_class": source_class, "entry_hash": doc_id,
        "canonical_url": None, "title": title, "text": text, "author": None, "language": "en", "published_at": counted,
        "date_precision": "day", "first_seen_at": seen, "seen_at": seen, "counted_at": counted,
        "week_on": monday_of(counted), "is_backlog": backlog, "identity": "guid",
        "text_hash": hashlib.sha256(doc_id.encode()).hexdigest()[:16], "n_words": 2, "defects": ("none",), "run_id": "t",
    }  # fmt: skip


def topic_week(
    topic: str, week_on: date, as_of: datetime, members: list[tuple[int, str, str]], week: int
) -> dict[str, Any]:
    now = sum(m[0] == week for m in members)
    return {
        "topic_id": topic, "week_on": week_on, "as_of": as_of, "label": topic, "terms": (topic,), "state": "continued",
        "born_week_on": week_on, "n_docs": now, "n_origins": now, "n_sources": int(now > 0),
        "n_docs_window": len(members), "n_origins_window": len(members), "coherence_score": 0.5,
        "representative_doc_ids": (members[-1][1],), "successor_topic_id": None, "run_id": "t",
    }  # fmt: skip


@pytest.fixture
def world() -> Callable[[], World]:
    """A maker of worlds: hypothesis calls it once per example."""
    return World
