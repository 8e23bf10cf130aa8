"""Replay a corpus week by week, strictly as of each week, and score the flags.

    python benchmarks/backtest.py huffpost_2018_2022 --since 2019-10-07 --until 2020-06-29 --out data/local/backtest

Topics and signals are the stages themselves; the store is kept under data/local, so topics of a week are computed once.
Prints what `score_emergence.py` beside the corpora says of the flags (recall before takeoff, lead, false alarms), the load
per week, and how well the emergence probability came true: base rate, precision and lift of the best-ranked, Brier score
and reliability table. The term-burst floor of the corpora's README is printed beside it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import corpora
from horizon.config import SignalsSettings, TopicsSettings
from horizon.signals import emergence, stage
from horizon.signals.history import History
from horizon.signals.judge import Judged, Limits, judge
from horizon.storage.store import Store
from horizon.types import FloatArray, Window, monday_of

HORIZON_WEEKS = 8
NOW_WEEKS = 12
SOURCE_CLASS = {"arxiv_cscl": "research", "regeringen_docs": "policy"}
FLOORS = {
    "huffpost_2018_2022": "term burst: 33 % of 9 lead events before takeoff, median lead 36 days, 158 of 652 flags on controls",
    "arxiv_cscl": "term burst: 36 % of 11 lead events before takeoff, median lead 290 days",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One judged signal of one week and whether its share doubled; is_doubled None when the future is not in the corpus."""

    week_on: date
    signal_id: str
    kind: str
    label: str
    stage: str
    reason_codes: tuple[str, ...]
    detectors: tuple[str, ...]
    rank: int | None
    rank_score: float | None
    is_flagged: bool
    growth_ratio: float | None
    probability: float | None
    features: dict[str, float | None]
    is_doubled: bool | None
    doc_ids: tuple[str, ...]


def weeks_between(since: date, until: date) -> list[date]:
    """Mondays of the weeks from since to until, both included."""
    first = monday_of(since)
    return [first + timedelta(weeks=n) for n in range((monday_of(until) - first).days // 7 + 1)]


def replay(
    store: Store,
    weeks: list[date],
    future: Future,
    *,
    settings: SignalsSettings,
    model: emergence.Model | None,
) -> Iterator[Case]:
    """Judge each week with the knowledge of its end; topics are run first (skipped when done before)."""
    from horizon.topics import stage as topics_stage

    limits = Limits(
        window_weeks=settings.window_weeks, term_weeks=settings.term_weeks, max_flags=settings.max_flags
    )
    for week_on in weeks:
        window = Window.week(week_on)
        judged_at = store.scalar("topics/judged_at", stage="topics", week_on=week_on, as_of=window.as_of)
        if judged_at is None:
            topics_stage.run(store, TopicsSettings(), window)
            judged_at = store.scalar("topics/judged_at", stage="topics", week_on=week_on, as_of=window.as_of)
        history, topics = stage.read(store, settings, window, judged_at, [])
        for judged in judge(history, topics, week_on=week_on, as_of=window.as_of, limits=limits, model=model):
            if judged.signal.n_origins_window:
                yield case_of(history, judged, future)


def case_of(history: History, judged: Judged, future: Future) -> Case:
    """The record of one judged signal. The documents are those of the last two weeks (all, where there are none)."""
    s = judged.signal
    docs = judged.recent_docs if len(judged.recent_docs) else judged.candidate.docs[-5:]
    return Case(
        week_on=s.week_on, signal_id=s.signal_id, kind=s.kind, label=s.label, stage=s.stage, reason_codes=s.reason_codes,
        detectors=s.detectors, rank=s.rank, rank_score=s.rank_score, is_flagged=s.is_flagged, growth_ratio=s.growth_ratio,
        probability=s.emergence_probability, features=asdict(judged.features),
        is_doubled=future.is_doubled(judged, s.week_on), doc_ids=tuple(history.doc_ids[i] for i in docs),
    )  # fmt: skip


class Future:
    """What came after: used only to score, never handed to the judgement."""

    def __init__(self, documents: list[corpora.BenchDocument], vectors: FloatArray) -> None:
        dated = [i for i, d in enumerate(documents) if d.published_on is not None]
        self._vectors = vectors[dated]
        days = [documents[i].published_on for i in dated]
        self._ordinal = np.array([d.toordinal() for d in days if d is not None])

    def is_doubled(self, judged: Judged, week_on: date) -> bool | None:
        """True when the mean share of the next eight weeks is at least twice that of the trailing twelve.

        Both are counted alike, by documents as near to the signal's centre as a member would be, with half a document
        added, so that one stray document is no doubling of none. None when the corpus ends before that.
        """
        if judged.centroid is None:
            return None
        end = week_on.toordinal() + 7
        if end + 7 * HORIZON_WEEKS > int(self._ordinal.max()) + 1:
            return None
        near = self._vectors @ judged.centroid >= judged.threshold
        now, later = (
            self._share(near, end - 7 * NOW_WEEKS, end),
            self._share(near, end, end + 7 * HORIZON_WEEKS),
        )
        return None if now is None or later is None else later >= 2 * now

    def _share(self, near: Any, since: int, until: int) -> float | None:
        inside = (self._ordinal >= since) & (self._ordinal < until)
        return (float(near[inside].sum()) + 0.5) / float(inside.sum()) if inside.any() else None


def write_flags(cases: list[Case], path: Path) -> None:
    """Flags in the scorer's format: raised on the Sunday that ends the week."""
    with path.open("w", encoding="utf-8") as out:
        for c in cases:
            if c.is_flagged:
                row = {
                    "when": (c.week_on + timedelta(days=6)).isoformat(), "docs": list(c.doc_ids), "score": c.rank_score,
                    "name": c.label, "kind": c.kind, "stage": c.stage, "detectors": list(c.detectors),
                    "reasons": list(c.reason_codes), "growth": c.growth_ratio, "p": c.probability,
                }  # fmt: skip
                out.write(json.dumps(row, ensure_ascii=False) + "\n")


def score_flags(name: str, flags: Path) -> str:
    """Output of the corpora's own scorer."""
    corpus = corpora.corpus_path(name)
    command = [
        sys.executable,
        str(corpora.SHARED / "score_emergence.py"),
        str(corpus),
        str(corpus.parent / "events.json"),
        str(flags),
        "--list",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


def calibration(cases: list[Case]) -> dict[str, Any]:
    """Brier score against the base rate's, reliability by fifths, precision and lift of the best-ranked."""
    known = [c for c in cases if c.is_doubled is not None and c.probability is not None]
    if not known:
        return {}
    y = np.array([c.is_doubled for c in known], dtype=float)
    p = np.array([c.probability for c in known], dtype=float)
    base = float(y.mean())
    edges = np.quantile(p, [0.2, 0.4, 0.6, 0.8])
    fifth = np.searchsorted(edges, p)
    flagged = np.array([c.is_flagged for c in known])
    top = np.array([c.rank is not None and c.rank <= 5 for c in known])
    return {
        "n_cases": len(known),
        "base_rate": base,
        "brier": float(np.mean((p - y) ** 2)),
        "brier_of_base_rate": base * (1 - base),
        "auc": _auc(p, y),
        "precision_flagged": float(y[flagged].mean()) if flagged.any() else None,
        "precision_rank5": float(y[top].mean()) if top.any() else None,
        "reliability": [
            (
                round(float(p[fifth == k].mean()), 3),
                round(float(y[fifth == k].mean()), 3),
                int((fifth == k).sum()),
            )
            for k in range(5)
            if (fifth == k).any()
        ],
    }


def _auc(p: Any, y: Any) -> float | None:
    from scipy.stats import rankdata

    n1, n0 = y.sum(), (1 - y).sum()
    return float((rankdata(p)[y == 1].sum() - n1 * (n1 + 1) / 2) / (n1 * n0)) if n1 and n0 else None


def open_corpus(name: str) -> tuple[Store, Future, list[corpora.BenchDocument]]:
    """The corpus in a kept store (loaded once), and its future for scoring."""
    documents = corpora.read_corpus(corpora.corpus_path(name), source_class=SOURCE_CLASS.get(name, "news"))  # type: ignore[arg-type]
    vectors = corpora.vectors_of(documents, name)
    store = Store.open(corpora.CACHE / f"backtest-{name}")
    if store.count("core_document") == 0:
        corpora.load_into(store, documents, vectors)
    return store, Future(documents, vectors), documents


def main() -> None:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus")
    parser.add_argument("--since", type=date.fromisoformat, required=True)
    parser.add_argument("--until", type=date.fromisoformat, required=True)
    parser.add_argument("--out", type=Path, default=corpora.ROOT / "data" / "local" / "backtest")
    parser.add_argument("--rule", action="store_true", help="use the rule even where there is a model")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    store, future, _ = open_corpus(options.corpus)
    weeks = weeks_between(options.since, options.until)
    model = None if options.rule else emergence.load_model(stage.models_root() / "emergence" / "weights.json")
    with store:
        cases = list(replay(store, weeks, future, settings=SignalsSettings(), model=model))
    with (options.out / f"{options.corpus}.cases.jsonl").open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(asdict(c), ensure_ascii=False, default=str) + "\n" for c in cases)
    flags = options.out / f"{options.corpus}.flags.jsonl"
    write_flags(cases, flags)
    per_week = [sum(c.is_flagged for c in cases if c.week_on == w) for w in weeks]
    print(
        f"weeks {len(weeks)}  signals {len(cases)}  flags {sum(per_week)}"
        f"  a week: mean {np.mean(per_week):.2f} max {max(per_week)}"
    )
    print(score_flags(options.corpus, flags))
    print("floor:", FLOORS.get(options.corpus, "none"))
    print(json.dumps(calibration(cases), indent=1))
    print(f"flags in {flags}  seconds {time.perf_counter() - started:.0f}")


if __name__ == "__main__":
    main()
