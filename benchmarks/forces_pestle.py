"""PESTLE category of labelled texts by their nearest forces, beside a commonest-class and a supervised baseline.

    python -m benchmarks.forces_pestle              the table
    python -m benchmarks.forces_pestle --calibrate  the constants of horizon/forces/tie.py

Lenient scoring: label_forces.json lists for every label the categories that count as right; labels with an empty list
are left out. Strict: only texts whose label has one right category. `catalogue` (cues and, in English, vectors) is
unsupervised. `tf-idf` (on the raw labels) and `trained` (models/forces) are out of fold, five folds.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.corpora import SHARED, BenchDocument, read_corpus, vectors_of
from benchmarks.peers import PeerScores
from benchmarks.train_forces import held_out, out_of_fold
from horizon.config import data_root
from horizon.forces.catalogue import PESTLE, Force, load
from horizon.forces.classify import CUE_WEIGHT, TEMPERATURE, cue_scores
from horizon.forces.match import joined, nearness, standing

FOLDS = 5
COMMONEST = "commonest label"
N_NEAR = 5  # nearest forces by vector that are calibrated besides those with a cue


class LabelledSet:
    """Texts of one corpus with the categories that count as right, and what the catalogue says of them."""

    def __init__(
        self,
        name: str,
        labels: dict[str, list[str]],
        forces: tuple[Force, ...],
        cues: list[Any] | None,
        *,
        use_vectors: bool,
    ) -> None:
        documents: list[BenchDocument] = [
            d for d in read_corpus(SHARED / name) if d.label is not None and labels.get(d.label)
        ]
        self.name = Path(name).parent.name
        self.labels = np.array([d.label for d in documents])
        self.texts = [joined(d.title, d.text) for d in documents]
        self.right = np.array([[c in labels[str(d.label)] for c in PESTLE] for d in documents])
        self.has_one = np.array([len(labels[str(d.label)]) == 1 for d in documents])
        by_label = {label: np.array([c in found for c in PESTLE]) for label, found in labels.items()}
        self.of_label = by_label
        self.language = documents[0].language
        self.scores = cue_scores(self.texts, [self.language] * len(documents), forces)
        self.vectors = vectors_of(documents, self.name) if self.language == "en" and use_vectors else None
        self.near = None if self.vectors is None or cues is None else nearness(self.vectors, cues)

    def accuracy(self, chosen: Any, *, strict: bool = False, rows: Any = None) -> float:
        """Share of the texts whose chosen category (column, -1 for none) is right.

        strict: of the texts with one right category alone; rows: (n,) of the texts that count, all where it is not given.
        """
        hits = self.right[np.arange(len(chosen)), np.maximum(chosen, 0)] & (np.asarray(chosen) >= 0)
        counted = np.ones(len(hits), dtype=bool) if rows is None else np.asarray(rows)
        return float(hits[counted & self.has_one if strict else counted].mean())


def nearest(data: LabelledSet, category: Any, *, use_vectors: bool) -> Any:
    """Column of the category with the largest share; the arithmetic of horizon.forces.classify, all texts at once."""
    weight = CUE_WEIGHT * np.log1p(data.scores)
    near = data.near if use_vectors else None
    if near is not None:
        weight = weight + near / TEMPERATURE
    shares = np.exp(weight - weight.max(axis=1, keepdims=True))
    if near is None:
        shares[data.scores == 0] = 0.0
    by_category = np.stack([shares[:, category == c].sum(axis=1) for c in range(len(PESTLE))], axis=1)
    return np.where(by_category.any(axis=1), by_category.argmax(axis=1), -1)


def tf_idf_out_of_fold(data: LabelledSet) -> Any:
    """Column of the most probable category by logistic regression on TF-IDF and the raw labels; every text held out once."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold

    labels = data.labels
    counts = {label: int((labels == label).sum()) for label in np.unique(labels)}
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    chosen = np.zeros(len(labels), dtype=int)
    grouped = np.array([label if counts[label] >= FOLDS else "(rare)" for label in labels])
    for train, test in folds.split(grouped, grouped):
        tf_idf = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2)
        model = LogisticRegression(C=6.0, max_iter=1000)
        model.fit(tf_idf.fit_transform([data.texts[i] for i in train]), labels[train])
        share = np.stack([data.of_label[label] / data.of_label[label].sum() for label in model.classes_])
        chosen[test] = (model.predict_proba(tf_idf.transform([data.texts[i] for i in test])) @ share).argmax(
            axis=1
        )
    return chosen


def calibrate(sets: list[LabelledSet], category: Any) -> dict[str, Any]:
    """Constants of P(text is about force) = 1 / (1 + exp(-(a + b log(1 + cue) + c standing))).

    Labels name categories, not forces. A force that a text is about has a right category; any other force has one by
    chance, as often as the category is right in the set: P(right) = p + (1 - p) base. p is fitted by maximum likelihood.
    """
    from scipy.optimize import minimize

    found = {}
    for name, chosen in (("WITH_VECTOR", [s for s in sets if s.near is not None]), ("CUES_ALONE", sets)):
        rows: list[Any] = []
        for data in chosen:
            base = np.broadcast_to(data.right.mean(axis=0)[category], data.scores.shape)
            picked = data.scores > 0
            near = np.zeros_like(data.scores)
            if name == "WITH_VECTOR" and data.near is not None:
                near = standing(data.near)
                picked |= near >= np.sort(near, axis=1)[:, -N_NEAR][:, None]
            weight = np.full(int(picked.sum()), 1.0 / picked.sum())  # every set counts alike
            rows.append(
                (
                    np.log1p(data.scores[picked]),
                    near[picked],
                    data.right[:, category][picked],
                    base[picked],
                    weight,
                )
            )
        cue, near, right, base, weight = (np.concatenate(column) for column in zip(*rows, strict=True))

        def loss(
            w: Any,
            cue: Any = cue,
            near: Any = near,
            right: Any = right,
            base: Any = base,
            weight: Any = weight,
        ) -> float:
            p = 1.0 / (1.0 + np.exp(-(w[0] + w[1] * cue + w[2] * near)))
            q = np.clip(p + (1 - p) * base, 1e-9, 1 - 1e-9)
            return float(
                -(weight * np.where(right, np.log(q), np.log(1 - q))).sum() + 1e-4 * (w[1:] ** 2).sum()
            )

        best = minimize(
            loss, [-2.0, 1.0, 1.0], method="Nelder-Mead", options={"maxiter": 4000, "xatol": 1e-4}
        )
        found[name] = [round(float(x), 2) for x in best.x]
        p = 1.0 / (1.0 + np.exp(-(best.x[0] + best.x[1] * cue + best.x[2] * near)))
        q = p + (1 - p) * base
        found[f"{name}_reliability"] = [
            (round(float(q[b].mean()), 3), round(float(right[b].mean()), 3), int(b.sum()))
            for lo in np.arange(0, 1, 0.1)
            if (b := (p >= lo) & (p < lo + 0.1)).sum() > 50
        ]
    return found


def load_sets(*, use_nearness: bool = True) -> tuple[list[LabelledSet], tuple[Force, ...]]:
    """The labelled sets with what the catalogue says of them, English ones with vectors.

    use_nearness: the vectors of the forces' cues too. Raises FileNotFoundError when the sets are not beside the project.
    """
    labels_path = SHARED / "label_forces.json"
    if not labels_path.exists():
        raise FileNotFoundError(f"{labels_path} is not beside the project")
    labels = json.loads(labels_path.read_text(encoding="utf-8"))["sets"]
    forces = load([data_root() / "forces.toml"])
    cues = list(cue_vectors(forces)) if use_nearness else None
    sets = [LabelledSet(name, item["map"], forces, cues, use_vectors=True) for name, item in labels.items()]
    return sets, forces


def categories_of(forces: tuple[Force, ...]) -> Any:
    """Column of every force's category."""
    return np.array([PESTLE.index(force.pestle) for force in forces])


def quality() -> dict[str, float]:
    """Accuracy of the catalogue by its cues alone, and of the trained option on the first fifth, which it never saw.

    One fold of five, since all take five times as long; the texts' vectors are embedded once and then kept.
    """
    sets, forces = load_sets(use_nearness=False)
    category = categories_of(forces)
    found = {f"cues_{s.name}": s.accuracy(nearest(s, category, use_vectors=False)) for s in sets}
    shares = out_of_fold(sets, n_folds=1)
    for data in sets:
        held, best = shares[data.name].any(axis=1), shares[data.name].argmax(axis=1)
        found[f"trained_{data.name}"] = data.accuracy(best, rows=held)
        found[f"trained_strict_{data.name}"] = data.accuracy(best, rows=held, strict=True)
    return found


def peer_scores() -> PeerScores:
    """The commonest label on the same texts; plain TF-IDF takes minutes and stands in the table of `main`."""
    sets, _ = load_sets(use_nearness=False)
    out: PeerScores = {}
    for data in sets:
        most = commonest(data)
        fold = held_out(len(data.texts), 0)
        out[f"cues_{data.name}"] = {COMMONEST: data.accuracy(most)}
        out[f"trained_{data.name}"] = {COMMONEST: data.accuracy(most, rows=fold)}
        out[f"trained_strict_{data.name}"] = {COMMONEST: data.accuracy(most, rows=fold, strict=True)}
    return out


def commonest(data: LabelledSet) -> Any:
    """Column of the category that is right most often, for every text."""
    return np.full(len(data.texts), int(data.right.sum(axis=0).argmax()))


def main() -> None:
    """Print the table, or the constants."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--calibrate", action="store_true", help="fit the constants of the ties")
    parser.add_argument("--fast", action="store_true", help="leave out the supervised columns")
    arguments = parser.parse_args()
    try:
        sets, forces = load_sets()
    except FileNotFoundError as exc:
        sys.exit(f"{exc}: nothing to measure")
    category = categories_of(forces)
    if arguments.calibrate:
        for name, value in calibrate(sets, category).items():
            print(name, value)
        return
    trained = {} if arguments.fast else out_of_fold(sets)
    header = ["set", "texts", "commonest", "cues", "catalogue", "strict", "tf-idf", "trained", "strict"]
    print("  ".join(f"{h:>13}" for h in header))
    for data in sets:
        found = nearest(data, category, use_vectors=True)
        row = [
            data.accuracy(commonest(data)),
            data.accuracy(nearest(data, category, use_vectors=False)),
            data.accuracy(found),
            data.accuracy(found, strict=True),
        ]
        if trained:
            best = trained[data.name].argmax(axis=1)
            row += [
                data.accuracy(tf_idf_out_of_fold(data)), data.accuracy(best), data.accuracy(best, strict=True),
            ]  # fmt: skip
        shown = [f"{value:>13.3f}" for value in row]
        print("  ".join([f"{data.name[:13]:>13}", f"{len(data.texts):>13}", *shown]), flush=True)


def cue_vectors(forces: tuple[Force, ...]) -> list[Any]:
    """English cue vectors of every force, computed once and kept with the other vectors."""
    cues = list(dict.fromkeys(cue for force in forces for cue in force.cues_en))
    texts = [
        BenchDocument(doc_id=c, title=c, text="", source="", language="en", label=None, published_on=None)
        for c in cues
    ]
    known = dict(zip(cues, vectors_of(texts, "force_cues"), strict=True))
    return [np.stack([known[cue] for cue in force.cues_en]) for force in forces]


if __name__ == "__main__":
    main()
