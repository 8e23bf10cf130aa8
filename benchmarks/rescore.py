"""How long it takes to score a year of signals anew after a system model was edited.

    python -m benchmarks.rescore [--weeks 52] [--signals 40]

A store in memory is filled with a year of signals that get one new document a week and rest on their last five, as in a
living store. Texts are made from the cues of the example systems and of the forces; half of the signals are about nothing of
ours. Vectors are random but fixed. One system is then edited (a line of comment) and its impacts of every week are scored
again. CPU seconds of this process stand beside the clock, which a shared machine stretches.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from horizon.config import ForcesSettings, ImpactSettings, data_root, models_root
from horizon.enrich.gazetteer import load_gazetteer
from horizon.forces import catalogue
from horizon.forces import stage as forces_stage
from horizon.forces.catalogue import Force
from horizon.impact import stage as impact_stage
from horizon.impact import system
from horizon.impact.eyes import Memory
from horizon.impact.heard import load_hearing
from horizon.impact.trade import load_trades
from horizon.storage.store import Store
from horizon.types import FloatArray, SignalEvidence, StageReport, Window, midnight

FIRST = date(2025, 1, 6)
N_DOCS = 5  # a signal
MODEL = "random"
DIM = 384


class Random:
    """Unit vectors that depend on the text alone."""

    model_id = MODEL
    dim = DIM

    def encode(self, texts: Any) -> FloatArray:
        out = np.stack([np.random.default_rng(abs(hash_of(t))).normal(size=DIM) for t in texts])
        return (out / np.linalg.norm(out, axis=1, keepdims=True)).astype(np.float32)


def hash_of(text: str) -> int:
    """A number of a text that is the same in every run."""
    return sum((i + 1) * ord(c) for i, c in enumerate(text))


def fill(store: Store, forces: tuple[Force, ...], n_weeks: int, n_signals: int) -> None:
    """Signals with documents, week by week, as the signals stage leaves them."""
    from benchmarks.impact_gold import signal

    rng = np.random.default_rng(0)
    cues = [c for f in forces for c in f.cues_en]
    cues += [
        c
        for p in sorted((data_root() / "systems").glob("*.toml"))
        for part in system.load(p).parts
        for c in part.cues_en
    ]
    plain = [
        "quiet",
        "afternoon",
        "lake",
        "children",
        "playing",
        "chess",
        "near",
        "old",
        "trees",
        "bread",
        "morning",
    ]
    encoder = Random()
    for week in range(n_weeks):
        window = Window.week(FIRST + timedelta(weeks=week))
        documents, evidence, signals = [], [], []
        for s in range(n_signals):
            signal_id = f"s{s:03d}"
            signals.append(signal(signal_id, window))
            words = [*rng.choice(plain, 60), *(rng.choice(cues, 3) if s % 2 else [])]
            documents.append(
                _document(f"{week:02d}-{signal_id}", " ".join(map(str, rng.permutation(words))), window)
            )
            evidence += [
                SignalEvidence(
                    signal_id=signal_id, week_on=window.week_on, as_of=window.as_of, doc_id=f"{w:02d}-{signal_id}",
                    origin_id=f"{w:02d}-{signal_id}", stance="supports", rank=week - w + 1,
                )
                for w in range(week, max(-1, week - N_DOCS), -1)
            ]  # fmt: skip
        store.append("core_document", documents)
        store.append("core_signal", signals)
        store.append("core_signal_evidence", evidence)
        vectors = encoder.encode([d["text"] for d in documents])
        store.append(
            "core_embedding",
            [
                {
                    "text_hash": d["text_hash"],
                    "model_id": MODEL,
                    "vector": tuple(map(float, v)),
                    "run_id": "x",
                }
                for d, v in zip(documents, vectors, strict=True)
            ],
        )
        store.record_run(
            StageReport(stage="signals", window=window, run_id=f"signals-{week}"),
            inputs_hash="x",
            config_hash="x",
            code_version="x",
            started_at=datetime(2026, 1, 1, tzinfo=UTC),
        )


def _document(doc_id: str, text: str, window: Window) -> dict[str, Any]:
    seen = midnight(window.week_on) + timedelta(hours=9)
    return {
        "doc_id": doc_id, "version": 1, "source_id": f"source-{doc_id[-5:]}", "source_class": "news", "entry_hash": doc_id,
        "title": text[:60], "text": text, "language": "en", "published_at": seen, "first_seen_at": seen, "seen_at": seen,
        "counted_at": seen, "week_on": window.week_on, "is_backlog": False, "identity": "guid", "text_hash": f"h-{doc_id}",
        "n_words": 63, "defects": (), "run_id": "x",
    }  # fmt: skip


def measure(n_weeks: int = 52, n_signals: int = 40) -> dict[str, float]:
    """Seconds of the re-score, on the clock and of CPU."""
    forces = catalogue.load([data_root() / "forces.toml"])
    facts = {f.force_id: f for f in forces}
    trades = load_trades(data_root() / "trades.toml")
    hearing = load_hearing(models_root() / "directions")
    windows = [Window.week(FIRST + timedelta(weeks=n)) for n in range(n_weeks)]
    encoder = Random()
    with Store.in_memory() as store, tempfile.TemporaryDirectory() as folder:
        places = [Path(shutil.copy(p, folder)) for p in sorted((data_root() / "systems").glob("*.toml"))]
        fill(store, forces, n_weeks, n_signals)
        for window in windows:
            forces_stage.run(store, ForcesSettings(), window, forces=forces)

        def again(edited: list[Path]) -> int:
            memory = Memory()
            systems = [system.load(place, facts) for place in edited]
            return sum(
                impact_stage.run(
                    store,
                    ImpactSettings(),
                    window,
                    systems=systems,
                    force_facts=facts,
                    country_codes=load_gazetteer().country_codes(),
                    embedder=encoder,
                    memory=memory,
                    trades=trades,
                    hearing=hearing,
                ).counts.get("n_impacts", 0)
                for window in windows
            )

        again(places)
        places[0].write_text(places[0].read_text(encoding="utf-8") + "# edited\n", encoding="utf-8")
        clock, cpu = time.perf_counter(), time.process_time()
        n_impacts = again(places[:1])
        return {
            "rescore_year_s": time.perf_counter() - clock,
            "rescore_year_cpu_s": time.process_time() - cpu,
            "n_signals": float(n_weeks * n_signals),
            "n_impacts": float(n_impacts),
        }


def quality() -> dict[str, float]:
    """CPU seconds for a year of 40 signals a week."""
    return {"rescore_year_cpu_s": measure()["rescore_year_cpu_s"]}


def main() -> None:
    """Print the measurement."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--weeks", type=int, default=52)
    options.add_argument("--signals", type=int, default=40, help="a week")
    chosen = options.parse_args()
    for name, value in measure(chosen.weeks, chosen.signals).items():
        print(f"{name:24s} {value:10.2f}")


if __name__ == "__main__":
    main()
