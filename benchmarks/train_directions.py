"""Train what words tell of directions (models/directions) on texts written for it, and prove it on writers held out.

    python -m benchmarks.train_directions            figures on writers held out, and the weights of horizon/impact/direction.py
    python -m benchmarks.train_directions --write    the same, then train on everything and write weights and manifest

growth: whether the force of a text grows; news: whether what a text tells is good for the part that it touches. right: share of
the texts of writers on none of whose texts a model was trained; auc: area under the curve of the same. The weights are those
of a logistic regression for the sign of the leading impact of the events of impact_train.jsonl, run through the stages with the
catalogue's reading of forces, where the leading part is the labelled one; what was learnt comes from the other writers' texts.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from benchmarks.corpora import ROOT
from benchmarks.impact_gold import Event, impacts
from horizon.config import ForcesSettings, ImpactSettings, data_root
from horizon.forces import catalogue
from horizon.forces.match import joined
from horizon.impact.direction import STATED, TONE
from horizon.impact.heard import N_PLACES, growth_features, load_hearing, news_features, place_of

LABELS = Path(__file__).parent / "labels"
FOLDER = ROOT / "models" / "directions"
LOOSE = 5.0  # inverse of the penalty on squared weights; 4 to 25 differ by a point of right
MIN_TEXTS = 2  # in which a feature stands, or it is left out
STEP = 0.002
TERMS = ("start", *STATED, "heard", "news", "tone")
F64 = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A text with what it tells. told: 1 or -1; features: names, with repetitions."""

    text_id: str
    writer: str
    language: str
    told: int
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A linear model: what a feature weighs in a text, what it tells, and the odds of a text without any."""

    rarity: F64
    weights: F64
    bias: float

    def odds(self, samples: Sequence[Sample]) -> F64:
        found: F64 = counts_of(samples, self.rarity) @ self.weights + self.bias
        return found


def read_lines(name: str) -> list[dict[str, Any]]:
    """The rows of a file of labels."""
    return [json.loads(line) for line in (LABELS / name).read_text(encoding="utf-8").splitlines() if line]


def samples() -> dict[str, list[Sample]]:
    """The texts for each model: of a growing gain or a receding hardship the news is good, of the others bad, where no sign on a
    part is labelled."""
    facts = {f.force_id: f for f in catalogue.load([data_root() / "forces.toml"])}
    found: dict[str, list[Sample]] = {"growth": [], "news": []}
    for name in ("force_train.jsonl", "direction_dev.jsonl", "impact_train.jsonl"):
        for r in read_lines(name):
            text, language = joined(r["title"], r["text"]), r["language"]
            known: tuple[str, str, str] = (r.get("case_id") or r["item_id"], r.get("writer", "dev"), language)
            fact, told = facts.get(r.get("force") or r.get("force_id") or ""), r["direction"]
            if fact and told:
                features = growth_features(text, language, kind=fact.kind, growth=fact.growth)
                found["growth"].append(sample(*known, told, features))
            signs = {cell["sign"] for cell in r.get("expected", {}).values() if cell}
            if not signs and fact and fact.growth and told:
                signs = {told if fact.growth == "gain" else -told}
            if len(signs) == 1:  # one text, one kind of news
                found["news"].append(sample(*known, signs.pop(), news_features(text, language)))
    return found


def sample(
    text_id: str, writer: str, language: str, told: int, features: Sequence[tuple[str, str]]
) -> Sample:
    """One text."""
    return Sample(
        text_id=text_id,
        writer=writer,
        language=language,
        told=told,
        features=tuple(name for name, _ in features),
    )


def counts_of(texts: Sequence[Sample], rarity: F64 | None) -> csr_matrix:
    """(n, N_PLACES): 1 + log of the count, weighed by rarity and scaled to unit length; the bare counts without rarity."""
    rows: list[int] = []
    places: list[int] = []
    values: list[float] = []
    for i, text in enumerate(texts):
        counts = Counter(text.features)
        at = np.array([place_of(name) for name in counts], dtype=np.int64)
        own = 1.0 + np.log(np.array(list(counts.values()), dtype=np.float64))
        if rarity is not None:
            own = own * rarity[at]
            own = own / (np.linalg.norm(own) or 1.0)
        rows += [i] * len(at)
        places += at.tolist()
        values += own.tolist()
    return csr_matrix((values, (rows, places)), shape=(len(texts), N_PLACES))


def fit(texts: Sequence[Sample]) -> Fitted:
    """The model of some texts."""
    n_texts = np.asarray((counts_of(texts, None) > 0).sum(axis=0)).ravel()
    rarity = np.where(n_texts >= MIN_TEXTS, np.log((len(texts) + 1) / (1.0 + n_texts)), 0.0)
    model = LogisticRegression(C=LOOSE, max_iter=2000)
    model.fit(counts_of(texts, rarity), [t.told for t in texts])
    return Fitted(rarity, model.coef_[0], float(model.intercept_[0]))


def without(texts: Sequence[Sample], writers: Sequence[str]) -> dict[str, Fitted]:
    """By writer, the model of the texts of all others."""
    return {writer: fit([t for t in texts if t.writer != writer]) for writer in writers}


def held_out(texts: Sequence[Sample], models: Mapping[str, Fitted]) -> dict[str, float]:
    """Log odds by text id, of the texts of each writer by the model of all others."""
    found: dict[str, float] = {}
    for writer, model in models.items():
        own = [t for t in texts if t.writer == writer]
        found |= dict(zip([t.text_id for t in own], model.odds(own).tolist(), strict=True))
    return found


def measure(texts: Sequence[Sample], odds: dict[str, float], language: str | None = None) -> dict[str, float]:
    """Share right and area under the curve, of the texts that have odds."""
    own = [t for t in texts if t.text_id in odds and language in (None, t.language)]
    told, found = np.array([t.told for t in own]), np.array([odds[t.text_id] for t in own])
    return {
        "n": len(own),
        "right": round(float((np.sign(found) == told).mean()), 3),
        "auc": round(float(roc_auc_score(told, found)), 3),
    }


def leading(
    models: Mapping[str, Fitted], news: Mapping[str, float]
) -> tuple[F64, npt.NDArray[np.int64], list[str]]:
    """Terms (n, len(TERMS)), times the sensitivity's sign, signs and writers of the leading impacts on a labelled part.

    models: of the growth of forces, by the writer who was held out; asked of the force that leads, not of the labelled one.
    """
    rows = read_lines("impact_train.jsonl")
    events = [
        Event(
            event_id=r["item_id"],
            half="train",
            title=r["title"],
            text=r["text"],
            language=r["language"],
            judged={
                s: ((cell["part"],), cell["sign"]) if cell else None for s, cell in r["expected"].items()
            },
        )
        for r in rows
    ]
    facts = {f.force_id: f for f in catalogue.load([data_root() / "forces.toml"])}
    found = impacts(
        events, data_root(), ImpactSettings(), "impact/candidates", ForcesSettings(reading="catalogue")
    )
    terms: list[list[float]] = []
    signs: list[int] = []
    writers: list[str] = []
    for row, event in zip(rows, events, strict=True):
        for system_id, judged in event.judged.items():
            led = max(
                found.get((event.event_id, system_id), ()), key=lambda r: r["bearing_score"], default=None
            )
            if judged is None or led is None or led["part_id"] not in judged[0]:
                continue
            steps = json.loads(led["derivation"])
            if "abroad" in steps["force"]:
                continue
            told, fact = steps["direction"]["terms"], facts[led["force_id"]]
            growth = fact.growth
            features = growth_features(
                joined(row["title"], row["text"]), row["language"], kind=fact.kind, growth=growth
            )
            asked = sample(event.event_id, row["writer"], row["language"], 0, features)
            side = math.copysign(1.0, steps["sensitivity"]["value"])
            good = {"gain": 1.0, "hardship": -1.0}.get(growth or "", 0.0)
            sounds = side if good * side > 0 else 0.0  # what only sounds good turns these parts alone
            terms.append(
                [
                    side,
                    *(side * float(np.sign(told.get(name, 0.0))) for name in STATED),
                    side * float(models[row["writer"]].odds([asked])[0]),
                    sounds * good * news.get(event.event_id, 0.0),
                    sounds * told.get("tone", 0.0) / TONE,
                ]
            )
            signs.append(judged[1])
            writers.append(row["writer"])
    return np.array(terms), np.array(signs), writers


def write(models: dict[str, Fitted], n_texts: dict[str, int], proof: dict[str, Any]) -> str:
    """Write weights and manifest; returns the model id."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = io.BytesIO()
    arrays: dict[str, Any] = {}
    for name, model in models.items():
        arrays[f"{name}_rarity"] = model.rarity.astype(np.float16)
        arrays[f"{name}_weights"] = np.round(model.weights / STEP).astype(np.int16)
    np.savez_compressed(kept, **arrays)
    sha = hashlib.sha256(kept.getvalue()).hexdigest()
    (FOLDER / "weights.npz").write_bytes(kept.getvalue())
    manifest = {
        "model_id": f"directions-{sha[:8]}",
        "task": "whether a force grows in a text, and whether the news is good for those it touches, in English and Swedish",
        "kind": "two logistic regressions on hashed words; plain numbers",
        "file": "weights.npz",
        "sha256": sha,
        "trained_by": "benchmarks/train_directions.py",
        "n_texts": n_texts,
        "steps": dict.fromkeys(models, STEP),
        "biases": {name: round(model.bias, 4) for name, model in models.items()},
        "proof": {"what": "writers held out: see benchmarks/train_directions.py", **proof},
    }
    (FOLDER / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    if load_hearing(FOLDER) is None:
        raise FileNotFoundError(FOLDER)
    return str(manifest["model_id"])


def main() -> None:
    """Prove, and with --write train and keep."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="write models/directions")
    arguments = parser.parse_args()
    texts = samples()
    writers = sorted({r["writer"] for r in read_lines("impact_train.jsonl")})
    models = {name: without(own, writers) for name, own in texts.items()}
    odds = {name: held_out(own, models[name]) for name, own in texts.items()}
    proof: dict[str, Any] = {}
    for name, own in texts.items():
        proof[name] = {
            language or "both": measure(own, odds[name], language) for language in (None, "en", "sv")
        }
        print(name, proof[name], flush=True)
    if arguments.write:
        whole = {name: fit(own) for name, own in texts.items()}
        print(write(whole, {name: len(own) for name, own in texts.items()}, proof))
    terms, signs, of_writer = leading(models["growth"], odds["news"])
    stated = terms[:, 1 : 1 + len(STATED)].sum(axis=1)
    by_rule = np.where(stated != 0, stated, terms[:, 0])
    for names in (
        ("start", *STATED),
        ("start", *STATED, "tone"),
        ("start", *STATED, "heard"),
        TERMS,
    ):
        columns = [TERMS.index(name) for name in names]
        x = terms[:, columns]
        right = np.zeros(len(signs), dtype=bool)
        for writer in writers:
            held = np.array([w == writer for w in of_writer])
            model = LogisticRegression(C=LOOSE, fit_intercept=False).fit(x[~held], signs[~held])
            right[held] = model.predict(x[held]) == signs[held]
        model = LogisticRegression(C=LOOSE, fit_intercept=False).fit(x, signs)
        weights = {name: round(float(w), 2) for name, w in zip(names, model.coef_[0], strict=True)}
        print(f"sign of {len(signs)} leading impacts: right {right.mean():.3f} with weights {weights}")
    print(f"what is stated, else taken as growth: right {float((np.sign(by_rule) == signs).mean()):.3f}")


if __name__ == "__main__":
    main()
