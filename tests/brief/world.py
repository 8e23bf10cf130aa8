"""A small store for packs: storylines of the sample edition, read as the pipeline reads them, each placed in one topic."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from horizon.config import EnrichSettings
from horizon.enrich import stage
from horizon.storage.store import Store
from horizon.types import Document, FloatArray, Source, TopicMember, TopicWeek, Window, monday_of

SAMPLE = Path(__file__).parents[2] / "data" / "sample"


class NoEmbedder:
    """One direction for every text: packs do not look at vectors."""

    model_id, dim = "none", 4

    def encode(self, texts: list[str]) -> FloatArray:
        return np.full((len(texts), 4), 0.5, dtype=np.float32)


def storylines(*names: str) -> tuple[Store, datetime]:
    """(store, moment after its last document): the named storylines without their copies, topic `t-NAME` each."""
    with (SAMPLE / "sources.toml").open("rb") as handle:
        sources = {s["id"]: s for s in tomllib.load(handle)["source"]}
    store = Store.in_memory()
    store.append(
        "core_source",
        [
            Source(
                source_id=i, name=s["name"], source_class=s["class"], url="u", language=s["language"], time_zone=s["time_zone"],
                grade=s["grade"], is_primary=s["class"] != "news",
            )
            for i, s in sources.items()
        ],
    )  # fmt: skip
    documents = []
    for name in names:
        path = next((SAMPLE / "entries").glob(f"{name}-*.jsonl"))
        for entry in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if entry.get("copy_of"):
                continue
            at = datetime.fromisoformat(entry["published_at"] or entry["available_at"]).astimezone(UTC)
            source = sources[entry["source"]]
            documents.append(
                Document(
                    doc_id=entry["key"], version=1, source_id=entry["source"], source_class=source["class"],
                    entry_hash=entry["key"],
                    canonical_url=f"https://sample.example/{entry['key']}", title=entry["title"], text=entry["text"],
                    author=entry.get("author"), language=source["language"], published_at=at, date_precision="minute",
                    first_seen_at=at, seen_at=at, counted_at=at, week_on=monday_of(at), is_backlog=False, identity="guid",
                    text_hash=entry["key"], n_words=50,
                )
            )  # fmt: skip
    store.append("core_document", documents)
    moment = max(d.seen_at for d in documents) + timedelta(hours=1)
    stage.run(store, EnrichSettings(), Window.day(moment.date(), as_of=moment), embedder=NoEmbedder())  # type: ignore[arg-type]
    week_on = monday_of(moment)
    store.append(
        "core_topic_member",
        [
            TopicMember(
                week_on=week_on, as_of=moment, doc_id=d.doc_id, topic_id=f"t-{d.doc_id[:3]}", similarity=0.5
            )
            for d in documents
        ],
    )
    store.append(
        "core_topic_week",
        [
            TopicWeek(
                topic_id=f"t-{name}", week_on=week_on, as_of=moment, label=f"Storyline {name}", terms=(), state="born",
                born_week_on=week_on, n_docs=1, n_origins=1, n_sources=1, n_docs_window=1, n_origins_window=1,
                coherence_score=None, representative_doc_ids=(),
            )
            for name in names
        ],
    )  # fmt: skip
    return store, moment
