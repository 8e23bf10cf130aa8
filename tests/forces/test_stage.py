"""The forces stage on a store with generated signals."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from horizon.config import ForcesSettings, models_root
from horizon.forces import catalogue, stage
from horizon.forces.catalogue import Force
from horizon.forces.profiles import load_profiles
from horizon.storage.store import Store
from horizon.types import FloatArray, Signal, SignalEvidence, StageReport, Window, midnight

ROOT = Path(__file__).parents[2]
WEEK = date(2026, 5, 18)
WINDOW = Window.week(WEEK)
MODEL = "hashing"


class HashingEmbedder:
    """Bag of words hashed into unit vectors; texts that share words are near."""

    model_id = MODEL
    dim = 64

    def __init__(self) -> None:
        self.n_texts = 0

    def encode(self, texts: object) -> FloatArray:
        assert isinstance(texts, list | tuple)
        self.n_texts += len(texts)
        out = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in str(text).casefold().split():
                out[row, sum(map(ord, word)) % self.dim] += 1.0
            out[row] /= np.linalg.norm(out[row]) or 1.0
        return out


@pytest.fixture(scope="module")
def forces() -> tuple[Force, ...]:
    return catalogue.load([ROOT / "data" / "forces.toml"])


def signal(signal_id: str, as_of: datetime = WINDOW.as_of) -> Signal:
    return Signal(
        signal_id=signal_id, week_on=WEEK, as_of=as_of, kind="topic", topic_id=signal_id, label=signal_id, terms=(),
        stage="emerging", reason_codes=(), detectors=(), n_origins=1, n_origins_window=1, n_sources=1, attention_share=None,
        attention_low=None, attention_high=None, baseline_share=None, growth_ratio=None, burst_score=None, novelty_score=None,
        coherence_score=None, n_new_actors=None, emergence_probability=None, emergence_low=None, emergence_high=None,
        emergence_basis="rule", evidence_grade=None, n_independent_origins=1, n_families=1, n_primary=0, n_contradicting=0,
        uncertainty_score=None, first_research_on=None, first_policy_on=None, first_news_on=None, first_seen_on=WEEK,
        geo_level=None, rank_score=None, rank=None, is_flagged=True,
    )  # fmt: skip


def document(
    doc_id: str, title: str, language: str = "en", *, seen_at: datetime | None = None, version: int = 1
) -> dict[str, object]:
    seen = seen_at or midnight(WEEK) + timedelta(hours=9)
    return {
        "doc_id": doc_id, "version": version, "source_id": "s", "source_class": "news", "entry_hash": doc_id, "title": title,
        "text": "", "language": language, "first_seen_at": seen, "seen_at": seen, "counted_at": seen, "week_on": WEEK,
        "is_backlog": False, "identity": "guid", "text_hash": f"h-{doc_id}-{version}", "n_words": 5,
    }  # fmt: skip


def fill(
    store: Store, signals: dict[str, list[dict[str, object]]], *, as_of: datetime = WINDOW.as_of
) -> None:
    """Signals with their documents, as the signals stage leaves them."""
    store.append("core_signal", [signal(name, as_of) for name in signals])
    for name, documents in signals.items():
        if documents:
            store.append("core_document", documents)
            store.append(
                "core_signal_evidence",
                [
                    SignalEvidence(
                        signal_id=name, week_on=WEEK, as_of=as_of, doc_id=str(d["doc_id"]), origin_id=str(d["doc_id"]),
                        stance="supports", rank=i,
                    )
                    for i, d in enumerate(documents, start=1)
                ],
            )  # fmt: skip
    report = StageReport(
        stage="signals", window=Window.week(WEEK, as_of=as_of), run_id=f"signals-{as_of:%d%H}"
    )
    store.record_run(
        report,
        inputs_hash="x",
        config_hash="x",
        code_version="x",
        started_at=datetime(2026, 5, 25, tzinfo=UTC),
    )


BATTERY = [
    document("b1", "Sodium-ion battery plant starts production of battery cells"),
    document("b2", "Battery maker opens battery factory for solid-state batteries"),
]
TAX = [document("t1", "Regeringen höjer inkomstskatten och sänker arbetsgivaravgiften", "sv")]
NOISE = [document("n1", "Quiet afternoon by the lake")]


def test_signals_are_tied_to_the_forces_their_documents_name(forces: tuple[Force, ...]) -> None:
    with Store.in_memory() as store:
        fill(store, {"battery": BATTERY, "tax": TAX, "noise": NOISE})
        report = stage.run(store, ForcesSettings(), WINDOW, forces=forces)
        links = store.arrow(
            "status/signal_forces", signal_id="battery", week_on=WEEK, as_of=WINDOW.as_of
        ).to_pylist()
        tax = store.arrow(
            "status/signal_forces", signal_id="tax", week_on=WEEK, as_of=WINDOW.as_of
        ).to_pylist()
        noise = store.arrow(
            "status/signal_forces", signal_id="noise", week_on=WEEK, as_of=WINDOW.as_of
        ).to_pylist()
        assert store.rows("audits/force_links") == []
    assert links[0]["force_id"] == "battery-technology"
    assert links[0]["doc_ids"] and set(links[0]["doc_ids"]) <= {"b1", "b2"}
    assert any("batter" in phrase for phrase in links[0]["phrases"])
    assert tax[0]["force_id"] == "tax-policy"
    assert tax[0]["similarity"] is None
    assert noise == []
    assert report.counts["n_signals"] == 3


def test_the_same_window_twice_leaves_the_same_rows(forces: tuple[Force, ...]) -> None:
    with Store.in_memory() as store:
        fill(store, {"battery": BATTERY})
        stage.run(store, ForcesSettings(), WINDOW, forces=forces)
        before = store.count("core_force_link")
        again = stage.run(store, ForcesSettings(), WINDOW, forces=forces)
        assert again.status == "skipped"
        assert store.count("core_force_link") == before


def test_an_empty_week_gives_an_empty_report(forces: tuple[Force, ...]) -> None:
    with Store.in_memory() as store:
        report = stage.run(store, ForcesSettings(), WINDOW, forces=forces)
        assert report.counts["n_links"] == 0
        assert "no signals" in report.notes[0]


def test_a_version_seen_later_changes_nothing(forces: tuple[Force, ...]) -> None:
    late = document("b1", "Terror attack on parliament", seen_at=WINDOW.as_of + timedelta(days=1), version=2)
    with Store.in_memory() as store:
        fill(store, {"battery": BATTERY})
        store.append("core_document", [late])
        stage.run(store, ForcesSettings(), WINDOW, forces=forces)
        links = store.rows("status/signal_forces", signal_id="battery", week_on=WEEK, as_of=WINDOW.as_of)
    assert links[0]["force_id"] == "battery-technology"
    assert all(link["force_id"] != "terror-extremism" for link in links)


def test_cue_vectors_are_computed_once(forces: tuple[Force, ...]) -> None:
    embedder = HashingEmbedder()
    with Store.in_memory() as store:
        fill(store, {"battery": BATTERY})
        vectors = embedder.encode([str(d["title"]) for d in BATTERY])
        store.append(
            "core_embedding",
            [
                {
                    "text_hash": d["text_hash"],
                    "model_id": MODEL,
                    "vector": tuple(map(float, v)),
                    "run_id": "e",
                }
                for d, v in zip(BATTERY, vectors, strict=True)
            ],
        )
        stage.run(store, ForcesSettings(), WINDOW, forces=forces, embedder=embedder)
        n_first = embedder.n_texts
        links = store.rows("status/signal_forces", signal_id="battery", week_on=WEEK, as_of=WINDOW.as_of)
        stage.run(store, ForcesSettings(max_forces=1), WINDOW, forces=forces, embedder=embedder)
        assert embedder.n_texts == n_first > 2000
    assert links[0]["force_id"] == "battery-technology"
    assert links[0]["similarity"] is not None


def test_the_trained_reading_is_used_where_it_is_asked_for_and_its_absence_is_said(
    forces: tuple[Force, ...],
) -> None:
    profiles = load_profiles(models_root() / "ties")
    asked = ForcesSettings(reading="trained")
    found = {}
    for name, settings, model in (
        ("trained", asked, profiles),
        ("absent", asked, None),
        ("catalogue", ForcesSettings(reading="catalogue"), None),
    ):
        with Store.in_memory() as store:
            fill(store, {"battery": BATTERY, "tax": TAX, "noise": NOISE})
            report = stage.run(store, settings, WINDOW, forces=forces, profiles=model)
            tax = store.rows("status/signal_forces", signal_id="tax", week_on=WEEK, as_of=WINDOW.as_of)
            found[name] = (tax, report.notes)
    assert found["trained"][0][0]["force_id"] == "tax-policy"
    assert -0.7 < found["trained"][0][0]["learnt"] < 0  # log of a share of more than a half
    assert found["absent"][0] == found["catalogue"][0]
    assert found["catalogue"][0][0]["learnt"] is None
    assert any("models/ties" in note for note in found["absent"][1])
    assert not found["trained"][1] and not found["catalogue"][1]
