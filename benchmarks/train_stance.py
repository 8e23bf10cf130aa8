"""Train the stance model of models/stance on the labelled pairs, and prove it out of fold (no target crosses a fold).

    python -m benchmarks.train_stance            out of fold figures only
    python -m benchmarks.train_stance --write    the same, then train on every pair and write weights and manifest

The word lists (horizon/brief/stance_words.toml) were written with these pairs in sight, so even out of fold the figures flatter;
what unseen pairs give is in docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from benchmarks.corpora import ROOT
from horizon.brief.stance import SIGNALS, STANCES, StanceModel, probabilities, signals

FOLDS = 8
C = 0.05  # inverse of the penalty on squared weights; 0.03 to 0.3 give nearly the same
TOLD_FROM = (
    0.5  # below it a stance is not told: on unseen pairs a guess is then right less than half of the time
)
FOLDER = ROOT / "models" / "stance"
LABELS = ROOT / "benchmarks" / "labels"


def pairs() -> list[dict[str, str]]:
    """The labelled pairs of development."""
    lines = [
        line
        for name in ("stance.jsonl", "stance_added.jsonl")
        for line in (LABELS / name).read_text(encoding="utf-8").splitlines()
    ]
    return [json.loads(line) for line in lines]


def fit(found: Any, wanted: Sequence[str]) -> StanceModel:
    """Logistic regression on standardised signals, rounded to four places as it is stored."""
    means, scales = found.mean(axis=0), found.std(axis=0)
    scales = np.where(scales > 0, scales, 1.0)
    regression = LogisticRegression(C=C, max_iter=5000).fit((found - means) / scales, list(wanted))
    order = [list(regression.classes_).index(stance) for stance in STANCES]

    def plain(values: Any) -> tuple[float, ...]:
        return tuple(round(float(v), 4) for v in values)

    return StanceModel(
        means=plain(means), scales=plain(scales), weights=tuple(plain(regression.coef_[k]) for k in order),
        biases=plain(regression.intercept_[order]), told_from=TOLD_FROM,
    )  # fmt: skip


def out_of_fold(rows: Sequence[dict[str, str]]) -> list[list[float]]:
    """Probabilities of each pair by a model that saw no pair of its target."""
    found = np.array([signals(r["target"], r["text"]) for r in rows])
    wanted = [r["stance"] for r in rows]
    shares: list[list[float]] = [[] for _ in rows]
    folds = GroupKFold(FOLDS, shuffle=True, random_state=0).split(found, wanted, [r["target"] for r in rows])
    for trained, held in folds:
        model = fit(found[trained], [wanted[i] for i in trained])
        for i in held:
            shares[i] = probabilities(model, tuple(found[i]))
    return shares


def figures(rows: Sequence[dict[str, str]], shares: Sequence[Sequence[float]]) -> dict[str, float]:
    """Accuracy of the best guess, of always the commonest, share told and how often what is told is right."""
    right = [STANCES[int(np.argmax(s))] == r["stance"] for r, s in zip(rows, shares, strict=True)]
    told = [max(s) >= TOLD_FROM for s in shares]
    return {
        "n_pairs": len(rows),
        "accuracy": round(sum(right) / len(rows), 3),
        "commonest_label": round(Counter(r["stance"] for r in rows).most_common(1)[0][1] / len(rows), 3),
        "told_share": round(sum(told) / len(rows), 3),
        "told_precision": round(sum(r for r, t in zip(right, told, strict=True) if t) / max(1, sum(told)), 3),
    }


def main(argv: Sequence[str] | None = None) -> None:
    """Print the figures; with --write store the model."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args(argv)
    rows = pairs()
    shares = out_of_fold(rows)
    proof = {}
    for name in ("stance", "stance-added"):
        kept = [i for i, r in enumerate(rows) if r["id"].rsplit("-", 1)[0] == name]
        proof[name] = figures([rows[i] for i in kept], [shares[i] for i in kept])
        print(name, proof[name])
    if not chosen.write:
        return
    model = fit(np.array([signals(r["target"], r["text"]) for r in rows]), [r["stance"] for r in rows])
    text = json.dumps(
        {
            "signals": SIGNALS, "stances": STANCES, "means": model.means, "scales": model.scales, "weights": model.weights,
            "biases": model.biases, "told_from": model.told_from,
        },
        indent=1,
    )  # fmt: skip
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "weights.json").write_text(text + "\n", encoding="utf-8")
    digest = hashlib.sha256((text + "\n").encode()).hexdigest()
    manifest = {
        "model_id": f"stance-{digest[:8]}",
        "task": "stance of a text towards a proposition, in English and Swedish",
        "kind": "multinomial logistic regression, plain numbers",
        "file": "weights.json",
        "sha256": digest,
        "trained_by": "benchmarks/train_stance.py",
        "training": {"benchmarks/labels/stance.jsonl and stance_added.jsonl": len(rows)},
        "proof": {"what": f"out of fold ({FOLDS} folds by target)", **proof},
    }
    (FOLDER / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
