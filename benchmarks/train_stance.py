"""Train the stance model of models/stance on the labelled pairs, and prove it on hands whose pairs it has not seen.

    python -m benchmarks.train_stance            figures only: each file told by a model that was trained on all other files
    python -m benchmarks.train_stance --write    the same, then train on every pair and write weights and manifest

A file is a hand: the writers of each of `stance_train3`, `4`, `6`, `7` and `8` had one guide and write alike, so they are held
out together. The word lists (horizon/brief/stance_words.toml) were written with the pairs of `stance` and `stance_added` in
sight: their figures flatter all the same. What unseen pairs give is in docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import Ridge

from benchmarks.corpora import ROOT
from horizon.brief.stance import SIGNALS, STANCES, StanceModel, chances_of, signals
from horizon.brief.stance_leanings import leanings
from horizon.brief.stance_terms import affirmed, blocks, shares

PENALTY = 6.0  # on squared weights; 3 to 10 give nearly the same
STEEPNESS = 4.0  # from what the regression gives (about 0 to 1) to the exponent of the softmax
SIGNAL_SCALE = 0.2  # signals weigh less than words, which are many; 0.1 to 0.4 give nearly the same
LEANING_SCALE = 0.07  # leanings less still; 0.05 to 0.2 give nearly the same
LEAST_TEXTS = 3  # a word of fewer texts is not kept; 2 to 4 give nearly the same
TOLD_FROM = 0.7  # out of fold four of five that are told are right
SETS = (
    "stance.jsonl",
    "stance_added.jsonl",
    "stance_train.jsonl",
    "round2/stance.jsonl",
    "stance_train2.jsonl",
    "stance_train3.jsonl",
    "stance_train4.jsonl",
    "stance_train5.jsonl",
    "stance_train6.jsonl",
    "stance_train7.jsonl",
    "stance_train8.jsonl",
    "stance_train9.jsonl",
    "round3/stance.jsonl",
    "round4/stance.jsonl",
    "round6/stance.jsonl",
    "round7/stance.jsonl",
    "round8/stance.jsonl",
    "round9/stance.jsonl",
)
SMALL = ("stance", *(f"round{n}/stance" for n in (2, 3, 4, 6, 7, 8, 9)))  # sets made to measure
FOLDER = ROOT / "models" / "stance"
LABELS = ROOT / "benchmarks" / "labels"
SIDES = {"for": "supports", "against": "contradicts"}  # round 2 has the words of its page


def pairs() -> list[dict[str, str]]:
    """The labelled pairs of development, with the stance in the model's words and the file each is from (`hand`)."""
    rows = [
        {**json.loads(line), "hand": name.removesuffix(".jsonl")}
        for name in SETS
        for line in (LABELS / name).read_text(encoding="utf-8").splitlines()
    ]
    return [{**r, "stance": SIDES.get(r["stance"], r["stance"])} for r in rows]


@cache
def features(
    target: str, text: str
) -> tuple[tuple[float, ...], tuple[tuple[list[str], int], ...], dict[str, float]]:
    """Signals, the blocks of words with their signs and the leanings of a pair: the same in every fold."""
    return signals(target, text), blocks(target, text), leanings(target, text)


def fit(rows: Sequence[dict[str, str]]) -> StanceModel:
    """Ridge regression on standardised signals and shares of words, rounded to four places as it is stored."""
    turned = [affirmed(r["target"]) for r in rows]
    read = [features(target, r["text"]) for (target, _), r in zip(turned, rows, strict=True)]
    found = np.array([r[0] for r in read])
    means, scales = found.mean(axis=0), found.std(axis=0)
    scales = np.where(scales > 0, scales, 1.0) / SIGNAL_SCALE
    idf: dict[str, float] = {}
    told = [r[1] for r in read]
    for block in range(len(told[0])):
        n_texts = Counter(w for b in told for w in set(b[block][0]))
        kept = {w: n for w, n in n_texts.items() if n >= LEAST_TEXTS}
        idf |= {w: round(math.log((1 + len(rows)) / (1 + n)) + 1, 4) for w, n in sorted(kept.items())}
    vectors = DictVectorizer()
    words = vectors.fit_transform(
        [{w: sign * x for found, sign in b for w, x in shares(found, idf).items()} for b in told]
    )
    leaning = DictVectorizer(sparse=False)
    leans = leaning.fit_transform([r[2] for r in read])
    lean_means, lean_scales = leans.mean(axis=0), leans.std(axis=0)
    lean_scales = np.where(lean_scales > 0, lean_scales, 1.0) / LEANING_SCALE
    sides = np.array(
        [[r["stance"] == s for s in STANCES[::sign]] for (_, sign), r in zip(turned, rows, strict=True)],
        dtype=float,
    )
    regression = Ridge(alpha=PENALTY, solver="sparse_cg", tol=1e-5).fit(
        hstack(
            [csr_matrix((found - means) / scales), words, csr_matrix((leans - lean_means) / lean_scales)]
        ).tocsr(),
        sides,
    )
    weights = regression.coef_ * STEEPNESS

    def plain(values: Any) -> tuple[float, ...]:
        return tuple(round(float(v), 4) for v in values)

    return StanceModel(
        means=plain(means), scales=plain(scales), weights=tuple(plain(row[: len(SIGNALS)]) for row in weights),
        biases=plain(regression.intercept_ * STEEPNESS), told_from=TOLD_FROM, idf=idf,
        words={w: plain(weights[:, len(SIGNALS) + n]) for n, w in enumerate(vectors.get_feature_names_out())},
        leanings={
            w: plain([lean_means[n], lean_scales[n], *weights[:, len(SIGNALS) + words.shape[1] + n]])
            for n, w in enumerate(leaning.get_feature_names_out())
        },
    )  # fmt: skip


def out_of_fold(rows: Sequence[dict[str, str]]) -> list[list[float]]:
    """Probabilities of each pair by a model that saw no pair of its hand."""
    kept: list[list[float]] = [[] for _ in rows]
    for hand in dict.fromkeys(r["hand"] for r in rows):
        model = fit([r for r in rows if r["hand"] != hand])
        for i, r in enumerate(rows):
            if r["hand"] == hand:
                kept[i] = chances_of(model, r["target"], r["text"])
    return kept


def figures(
    rows: Sequence[dict[str, str]], chances: Sequence[Sequence[float]], told_from: float = TOLD_FROM
) -> dict[str, float]:
    """Accuracy of the best guess, of always the commonest, share told and how often what is told is right."""
    right = [STANCES[int(np.argmax(s))] == r["stance"] for r, s in zip(rows, chances, strict=True)]
    told = [max(s) >= told_from for s in chances]
    sided = [t and STANCES[int(np.argmax(s))] != "neutral" for s, t in zip(chances, told, strict=True)]
    return {
        "n_pairs": len(rows),
        "accuracy": round(sum(right) / len(rows), 3),
        "commonest_label": round(Counter(r["stance"] for r in rows).most_common(1)[0][1] / len(rows), 3),
        "told_share": round(sum(told) / len(rows), 3),
        "told_precision": round(sum(r for r, t in zip(right, told, strict=True) if t) / max(1, sum(told)), 3),
        "side_told_share": round(sum(sided) / len(rows), 3),
        "side_told_precision": round(
            sum(r for r, t in zip(right, sided, strict=True) if t) / max(1, sum(sided)), 3
        ),
    }


def interval(
    rows: Sequence[dict[str, str]], chances: Sequence[Sequence[float]], draws: int = 2000
) -> tuple[float, float]:
    """Where the accuracy lies in 95 of 100 draws of as many targets with replacement (pairs of one target go together)."""
    by_target: dict[str, list[int]] = {}
    for r, s in zip(rows, chances, strict=True):
        by_target.setdefault(r["target"], []).append(STANCES[int(np.argmax(s))] == r["stance"])
    groups = list(by_target.values())
    right = np.array([sum(g) for g in groups])
    sizes = np.array([len(g) for g in groups])
    chosen = np.random.default_rng(0).integers(0, len(groups), size=(draws, len(groups)))
    low, high = np.percentile(right[chosen].sum(axis=1) / sizes[chosen].sum(axis=1), [2.5, 97.5])
    return round(float(low), 3), round(float(high), 3)


def main(argv: Sequence[str] | None = None) -> None:
    """Print the figures; with --write store the model."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args(argv)
    rows = pairs()
    chances = out_of_fold(rows)
    proof = {}
    for hand in dict.fromkeys(r["hand"] for r in rows):
        kept = [i for i, r in enumerate(rows) if r["hand"] == hand]
        proof[hand] = figures([rows[i] for i in kept], [chances[i] for i in kept])
        print(hand, proof[hand])
    print("mean of", ", ".join(SMALL), round(sum(proof[h]["accuracy"] for h in SMALL) / len(SMALL), 3))
    proof["all"] = figures(rows, chances)
    for language in ("en", "sv"):
        kept = [i for i, r in enumerate(rows) if r["language"] == language]
        proof[f"all {language}"] = figures([rows[i] for i in kept], [chances[i] for i in kept])
    print("all", proof["all"], "95 of 100 draws of targets:", interval(rows, chances))
    if not chosen.write:
        return
    model = fit(rows)
    head = {
        "signals": SIGNALS, "stances": STANCES, "means": model.means, "scales": model.scales, "weights": model.weights,
        "biases": model.biases, "told_from": model.told_from, "leanings": model.leanings,
    }  # fmt: skip
    lines = [
        f"{json.dumps(w, ensure_ascii=False)}: {json.dumps([model.idf[w], *model.words[w]])}"
        for w in sorted(model.idf)
    ]
    # one word a line, so that a change can be read
    text = json.dumps(head)[:-1] + ',\n"words": {\n' + ",\n".join(lines) + "\n}}"
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "weights.json").write_text(text + "\n", encoding="utf-8")
    digest = hashlib.sha256((text + "\n").encode()).hexdigest()
    manifest = {
        "model_id": f"stance-{digest[:8]}",
        "task": "stance of a text towards a proposition, in English and Swedish",
        "kind": "ridge regression to three stances, then a softmax; plain numbers",
        "file": "weights.json",
        "sha256": digest,
        "trained_by": "benchmarks/train_stance.py",
        "training": {f"benchmarks/labels: {', '.join(SETS)}": len(rows)},
        "proof": {"what": "each file told by a model trained on all others", **proof},
    }
    kept = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    # benchmarks.train_stance_vectors and train_cross_encoder write those
    manifest |= {part: kept[part] for part in ("vectors", "cross_encoder") if part in kept}
    (FOLDER / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
