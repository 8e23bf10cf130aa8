"""A small store written by hand: documents with given texts, one topic, one signal, one digest."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from horizon.storage.store import Store
from horizon.types import Document, RawEntry, StoryMember, TopicMember, TopicWeek, midnight, monday_of

MONDAY = date(2026, 5, 11)


def seen(days: float) -> datetime:
    """A moment so many days after the start of the small world."""
    return midnight(MONDAY) + timedelta(days=days)


def write(store: Store, texts: Sequence[tuple[str, int, float, str]], *, text: str = "") -> None:
    """Documents as (doc_id, version, days after the start, title), each with its entry and its own origin."""
    body = store.bodies.put(b"<rss>a body</rss>")
    documents, entries = [], []
    for doc_id, version, days, title in texts:
        at = seen(days)
        name = f"entry-{doc_id}-{version}"
        entries.append(
            RawEntry(
                entry_hash=name, source_id="s", entry_key=doc_id, title=title, url=f"https://s.example/{doc_id}",
                fetched_at=at, fetch_id="f", body_hash=body)
        )  # fmt: skip
        first = min(d for i, _, d, _ in texts if i == doc_id)
        documents.append(
            Document(
                doc_id=doc_id, version=version, source_id="s", source_class="news", entry_hash=name,
                canonical_url=f"https://s.example/{doc_id}", title=title, text=text, language="en", published_at=seen(first),
                date_precision="second", first_seen_at=seen(first), seen_at=at, counted_at=seen(first),
                week_on=monday_of(seen(first)), is_backlog=False, identity="url", text_hash=name, n_words=len(title.split()))
        )  # fmt: skip
    with store.transaction():
        store.append_new(
            "raw_body", [{"body_hash": body, "n_bytes": 17, "first_fetched_at": seen(0)}], key=["body_hash"]
        )
        store.append("raw_entry", entries, run_id="collect-1")
        store.append("core_document", documents, run_id="normalise-1")
        store.append_new(
            "core_origin_member",
            [
                {"doc_id": i, "origin_id": i, "reason": "first", "seen_at": seen(d)}
                for i, v, d, _ in texts
                if v == 1
            ],
            key=["doc_id"],
            run_id="normalise-1",
        )


def judge(
    store: Store, week: int, topics: Mapping[str, Sequence[str]], *, as_of: datetime | None = None
) -> None:
    """A judgement of a week: topic -> its documents; every document is in a story named after its topic."""
    week_on = MONDAY + timedelta(weeks=week)
    key: dict[str, Any] = {"week_on": week_on, "as_of": as_of or midnight(week_on + timedelta(days=7))}
    weeks = [
        TopicWeek(
            **key, topic_id=t, label=t, terms=(t,), state="continued", born_week_on=MONDAY, n_docs=len(docs),
            n_origins=len(docs), n_sources=1, n_docs_window=len(docs), n_origins_window=len(docs), coherence_score=0.5,
            representative_doc_ids=tuple(docs))
        for t, docs in topics.items()
    ]  # fmt: skip
    pairs = [(t, d) for t, docs in topics.items() for d in docs]
    run_id = f"topics-{week}-{key['as_of']:%d%H}"
    with store.transaction():
        store.append("core_topic_week", weeks, run_id=run_id)
        store.append(
            "core_topic_member",
            [TopicMember(**key, doc_id=d, topic_id=t, similarity=0.5) for t, d in pairs],
            run_id=run_id,
        )
        store.append(
            "core_story_member",
            [
                StoryMember(**key, doc_id=d, story_id=f"story-{t}", similarity=None, nearest_doc_id=None)
                for t, d in pairs
            ],
            run_id=run_id,
        )


def digest(store: Store, week: int, doc_ids: Sequence[str]) -> None:
    """A digest whose one sentence rests on given documents."""
    week_on = MONDAY + timedelta(weeks=week)
    said = {"bottom_line": [{"text": "It matters.", "doc_ids": list(doc_ids)}], "items": []}
    row = {
        "system_id": "sys", "week_on": week_on, "as_of": midnight(week_on + timedelta(days=7)).astimezone(UTC),
        "digest": json.dumps(said), "digest_hash": "h",
    }  # fmt: skip
    store.append("core_digest", [row], run_id=f"publish-{week}")
