"""Train the reading of forces of models/ties on texts written for it, and prove it out of fold.

    python -m benchmarks.train_ties            out of fold figures, beside the catalogue alone
    python -m benchmarks.train_ties --write    the same, then train on everything and write weights and manifest

Texts written for each force (force_train.jsonl) and news that bears on one (impact_train.jsonl). Folds hold out whole writers;
figures for the two files apart: the writers of the first had each a third of the forces, so that its figures tell how a force
fares that has few texts. top1, top3: share of the texts about a force whose force is
the likeliest, or among the three likeliest, of all forces; free: share of the texts about none in which no force is likelier
than the cut; tied: share of the others in which one is.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, vstack
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from benchmarks.corpora import CACHE, MODEL_ID, ROOT
from horizon.config import data_root
from horizon.forces.catalogue import Force, load
from horizon.forces.classify import cue_scores
from horizon.forces.match import joined, nearness, standing
from horizon.forces.profiles import N_PLACES, Basis, Joint, Profiles, load_profiles, log_shares, pieces_of
from horizon.forces.tie import carries, probability

LABELS = tuple(
    Path(__file__).parent / "labels" / name for name in ("force_train.jsonl", "impact_train.jsonl")
)
FOLDER = ROOT / "models" / "ties"
FOLDS = 5
HEIGHT = 20.0  # of a cosine to a force's centre, before anything is learnt
PENALTY = 1e-4  # of squared weights that leave the centre; flat between half and twice of it
CATALOGUE = 0.3  # weight of a sentence or cue of the catalogue, against a text
BESIDE = 0.3  # share of a force that a text is also about, against the one it was written for
LOOSE = 20.0  # inverse of the penalty on squared weights of pieces
ROUNDS = 60  # of the fit of pieces: later ones move no text
MIN_TEXTS = 2  # in which a piece stands, or it is left out
MIX = (0.5, 1.0)  # weight of the log share by vector and of that by pieces, where there are both
PIECES_STEP = 0.05
# The writers were told to use other words than a list of cues would hold, so that the texts can not tell what a cue is worth
# in news: with a vector its weight is the one that was set by the development events before.
CUE_WITH_VECTOR = 1.5
VECTOR_STEP = 0.01


@dataclass(frozen=True, slots=True)
class Text:
    """A text written for training. force: None where it is about none; also: others that it is clearly about too."""

    kind: str  # the file it is of
    writer: str
    language: str
    read: str
    force: str | None
    also: tuple[str, ...]
    direction: int


@dataclass(frozen=True, slots=True)
class Entries:
    """The catalogue's sentences: English with vectors, and both languages in pieces; owner: column of the force."""

    vectors: Any
    vector_owner: Any
    vector_weight: Any
    pieces: Any
    owner: Any
    is_swedish: Any


@dataclass(frozen=True, slots=True)
class Shown:
    """What texts show of forces before anything is learnt, and what is right; target: share of each force, none last."""

    texts: Sequence[Text]
    is_english: Any
    vectors: Any  # (n, dim), zeros where Swedish
    pieces: Any
    cues: Any
    standing: Any
    target: Any
    about: Any  # (n, n_forces) whether the text is about it


def read_texts(paths: Sequence[Path] = LABELS) -> list[Text]:
    """The texts in the order of the files."""
    return [
        Text(
            kind=path.stem,
            writer=r["writer"],
            language=r["language"],
            read=joined(r["title"], r["text"]),
            force=r["force"],
            also=tuple(r.get("also", ())),
            direction=r["direction"],
        )
        for path in paths
        for r in map(json.loads, filter(None, path.read_text(encoding="utf-8").splitlines()))
    ]


def vectors_of(texts: Sequence[str]) -> Any:
    """Unit vectors, kept between runs."""
    from horizon.enrich.embed import load_embedder

    CACHE.mkdir(parents=True, exist_ok=True)
    path = CACHE / "vectors-force-texts.npz"
    known: dict[str, Any] = {}
    if path.exists():
        with np.load(path) as kept:
            known = dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))
    missing = sorted({text for text in texts if text not in known})
    if missing:
        known.update(zip(missing, load_embedder(MODEL_ID).encode(missing), strict=True))
        np.savez(path, keys=np.array(list(known)), vectors=np.stack(list(known.values())))
    return np.stack([known[text] for text in texts])


def pieces(texts: Sequence[str]) -> Any:
    """(n, N_PLACES) sparse counts of `pieces_of`."""
    found = [pieces_of(text) for text in texts]
    rows = np.repeat(np.arange(len(texts)), [len(places) for places, _ in found])
    columns = np.concatenate([places for places, _ in found])
    values = np.concatenate([counts for _, counts in found])
    return csr_matrix((values, (rows, columns)), shape=(len(texts), N_PLACES))


def entries_of(forces: Sequence[Force]) -> Entries:
    """The catalogue's own words for its forces."""
    said: list[tuple[int, str, float]] = []
    all_said: list[tuple[int, str, bool]] = []
    for i, f in enumerate(forces):
        said += [(i, cue, 0.5) for cue in (*f.cues_en, *f.examples)]
        said += [(i, f.name, 1.0), (i, f"{f.name}. {f.description}", 1.0)]
        english = (*f.cues_en, *f.hints_en, f.name, f.description, *f.examples)
        all_said += [(i, text, False) for text in english]
        all_said += [(i, text, True) for text in (*f.cues_sv, *f.hints_sv, f.name_sv)]
    return Entries(
        vectors=vectors_of([text for _, text, _ in said]),
        vector_owner=np.array([i for i, _, _ in said]),
        vector_weight=np.array([weight for _, _, weight in said]),
        pieces=pieces([text for _, text, _ in all_said]),
        owner=np.array([i for i, _, _ in all_said]),
        is_swedish=np.array([swedish for _, _, swedish in all_said]),
    )


def show(texts: Sequence[Text], forces: Sequence[Force]) -> Shown:
    """What the texts show."""
    column = {f.force_id: i for i, f in enumerate(forces)}
    n, k = len(texts), len(forces)
    english = np.array([t.language == "en" for t in texts])
    vectors = np.zeros((n, 384), dtype=np.float32)
    vectors[english] = vectors_of([t.read for t in texts if t.language == "en"])
    cue_vectors = vectors_of([cue for f in forces for cue in f.cues_en])
    ends = np.cumsum([len(f.cues_en) for f in forces])[:-1]
    apart = np.zeros((n, k))
    apart[english] = standing(nearness(vectors[english], np.split(cue_vectors, ends)))
    target = np.zeros((n, k + 1))
    for i, text in enumerate(texts):
        target[i, k if text.force is None else column[text.force]] = 1.0
        for force_id in text.also:
            if force_id in column and force_id != text.force:
                target[i, column[force_id]] = BESIDE
    return Shown(
        texts=texts,
        is_english=english,
        vectors=vectors,
        pieces=pieces([t.read for t in texts]),
        cues=cue_scores([t.read for t in texts], [t.language for t in texts], forces),
        standing=apart,
        target=target / target.sum(axis=1, keepdims=True),
        about=target[:, :k] > 0,
    )


def fit_vector(shown: Shown, rows: Any, entries: Entries) -> tuple[Any, Any]:
    """Weights (dim, n_forces + 1) and bias of a multinomial regression that is held near the centres of the forces."""
    k = shown.about.shape[1]
    rows = rows[shown.is_english[rows]]
    texts, target = shown.vectors[rows], shown.target[rows]
    start = np.zeros((texts.shape[1], k + 1), dtype=np.float32)
    for force in range(k):
        own = entries.vector_owner == force
        start[:, force] = texts[target[:, force] > 0.5].sum(axis=0) + (
            entries.vector_weight[own, None] * entries.vectors[own]
        ).sum(axis=0)
    start[:, k] = texts[target[:, k] > 0.5].sum(axis=0)
    start *= HEIGHT / np.maximum(np.linalg.norm(start, axis=0), 1e-9)
    of_catalogue = np.zeros((len(entries.vectors), k + 1))
    of_catalogue[np.arange(len(of_catalogue)), entries.vector_owner] = 1.0
    x = np.vstack([texts, entries.vectors]).astype(np.float32)
    t = np.vstack([target, of_catalogue]).astype(np.float32)
    w = np.concatenate([np.ones(len(texts)), np.full(len(of_catalogue), CATALOGUE)])
    w = (w / w.sum()).astype(np.float32)[:, None]
    d = x.shape[1]

    def loss(flat: Any) -> tuple[float, Any]:
        step, bias = (
            flat[: d * (k + 1)].reshape(d, k + 1).astype(np.float32),
            flat[d * (k + 1) :].astype(np.float32),
        )
        z = x @ (start + step) + bias
        z -= z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        slope = (np.exp(log_p) - t) * w
        gradient = np.concatenate([(x.T @ slope + 2 * PENALTY * step).ravel(), slope.sum(axis=0)])
        return float(-(w * t * log_p).sum() + PENALTY * (step * step).sum()), gradient.astype(np.float64)

    best = minimize(loss, np.zeros((d + 1) * (k + 1)), jac=True, method="L-BFGS-B", options={"maxiter": 80}).x
    return start + best[: d * (k + 1)].reshape(d, k + 1), best[d * (k + 1) :]


@dataclass(frozen=True, slots=True)
class Pieces:
    """rarity: (N_PLACES,); weights: (N_PLACES, n_forces + 1) and bias, none of the forces last."""

    rarity: Any
    weights: Any
    bias: Any

    def log_shares(self, counts: Any) -> Any:
        """(n, n_forces + 1) of sparse counts (n, N_PLACES)."""
        return log_shares(_unit(counts.multiply(self.rarity)) @ self.weights + self.bias)


def fit_pieces(shown: Shown, rows: Any, entries: Entries) -> Pieces:
    """Multinomial regression on the pieces of texts in both languages and of the catalogue's own words."""
    k = shown.about.shape[1]
    own = shown.pieces[rows]
    seen = np.asarray((own > 0).sum(axis=0)).ravel()
    rarity = np.where(seen >= MIN_TEXTS, np.log((len(rows) + 1) / (1.0 + seen)), 0.0)
    x = vstack([_unit(own.multiply(rarity)), _unit(entries.pieces.multiply(rarity))]).tocsr()
    told = np.concatenate([shown.target[rows].argmax(axis=1), entries.owner])
    weight = np.concatenate([np.ones(len(rows)), np.full(len(entries.owner), CATALOGUE)])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # stopped after ROUNDS on purpose
        model = LogisticRegression(C=LOOSE, max_iter=ROUNDS).fit(x, told, sample_weight=weight)
    if list(model.classes_) != list(range(k + 1)):
        raise ValueError("every force, and none, needs a text or an entry")
    return Pieces(rarity, model.coef_.T, model.intercept_)


def _unit(rows: Any) -> Any:
    rows = rows.tocsr()
    norm = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return rows.multiply(1.0 / np.maximum(norm, 1e-9)[:, None]).tocsr()


def learnt(shown: Shown, rows: Any, vector: Any, bias: Any, by_pieces: Pieces) -> Any:
    """(n, n_forces) log shares that a fitted model says of rows."""
    by_words = by_pieces.log_shares(shown.pieces[rows])
    both = log_shares(MIX[0] * log_shares(shown.vectors[rows] @ vector + bias) + MIX[1] * by_words)
    return np.where(shown.is_english[rows, None], both, by_words)[:, :-1]


def fit_joint(shown: Shown, rows: Any, said: Any, basis: Basis) -> Joint:
    """Logistic regression over pairs of text and force; every pair that no label claims is a no."""
    own = rows[shown.is_english[rows] == (basis == "vector")]
    cue = np.log1p(shown.cues[own]).ravel()
    features = [said[own].ravel(), *([shown.standing[own].ravel()] if basis == "vector" else [cue])]
    offset = CUE_WITH_VECTOR * cue if basis == "vector" else np.zeros_like(cue)
    right = shown.about[own].ravel().astype(np.float64)
    x = np.column_stack([*features, np.ones(len(cue))])

    def loss(weights: Any) -> tuple[float, Any]:
        z = x @ weights + offset
        p = 1.0 / (1.0 + np.exp(-z))
        return float((np.logaddexp(0, z) - right * z).mean()), x.T @ (p - right) / len(z)

    found = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x
    of_learnt, second, constant = (round(float(v), 3) for v in found)
    is_vector = basis == "vector"
    return Joint(
        constant=constant,
        cue=CUE_WITH_VECTOR if is_vector else second,
        standing=second if is_vector else 0.0,
        learnt=of_learnt,
    )


def joined_up(shown: Shown, rows: Any, said: Any, joint: Mapping[Basis, Joint]) -> Any:
    """(n, n_forces) probabilities."""
    out = np.zeros((len(rows), said.shape[1]))
    for basis, english in (("vector", True), ("words", False)):
        by = joint[basis]  # type: ignore[index]
        own = shown.is_english[rows] == english
        i = rows[own]
        z = (
            by.constant
            + by.cue * np.log1p(shown.cues[i])
            + by.standing * shown.standing[i]
            + by.learnt * said[i]
        )
        out[own] = 1.0 / (1.0 + np.exp(-z))
    return out


def out_of_fold(shown: Shown, entries: Entries, folds: Any) -> tuple[Any, Any]:
    """What models say of the texts they never saw, and the probabilities, joined by weights of the other folds."""
    said = np.zeros(shown.about.shape)
    for fold in np.unique(folds):
        train, held = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        vector, bias = fit_vector(shown, train, entries)
        said[held] = learnt(shown, held, vector, bias, fit_pieces(shown, train, entries))
        print(f"fold {fold}: {len(held)} texts", flush=True)
    out = np.zeros_like(said)
    for fold in np.unique(folds):
        train, held = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        joint = {basis: fit_joint(shown, train, said, basis) for basis in ("vector", "words")}
        out[held] = joined_up(shown, held, said, joint)  # type: ignore[arg-type]
    return said, out


def by_catalogue(shown: Shown) -> Any:
    """(n, n_forces) probabilities by the catalogue alone."""
    return np.array(
        [
            [
                probability(float(cue), float(near) if english else None)
                for cue, near in zip(cues, apart, strict=True)
            ]
            for english, cues, apart in zip(shown.is_english, shown.cues, shown.standing, strict=True)
        ]
    )


def measure(shown: Shown, found: Any, *, english: bool, kind: str) -> dict[str, float]:
    """The shares, as the module's head defines them."""
    of = (shown.is_english == english) & np.array([t.kind == kind for t in shown.texts])
    none = shown.target[:, -1] > 0.5
    about = np.flatnonzero(of & ~none)
    order = np.argsort(-found[about], axis=1, kind="stable")[:, :3]
    told = found[about].max(axis=1) > 0
    right = shown.target[about, :-1].argmax(axis=1)
    cut = carries(0.0 if english else None)
    return {
        "top1": float((told & (order[:, 0] == right)).mean()),
        "top3": float((told & (order == right[:, None]).any(axis=1)).mean()),
        "free": float((found[of & none].max(axis=1) < cut).mean()),
        "tied": float((found[about].max(axis=1) >= cut).mean()),
    }


def train(shown: Shown, entries: Entries, forces: Sequence[Force], said: Any) -> Profiles:
    """The model on all texts; said: out of fold, for the weights that join."""
    rows = np.arange(len(shown.texts))
    vector, bias = fit_vector(shown, rows, entries)
    by_pieces = fit_pieces(shown, rows, entries)
    return Profiles(
        model_id="",
        embedder_id=MODEL_ID,
        force_ids=tuple(f.force_id for f in forces),
        vector=(np.round(vector / VECTOR_STEP) * VECTOR_STEP).astype(np.float32),
        bias=np.round(bias, 3).astype(np.float32),
        rarity=by_pieces.rarity.astype(np.float16).astype(np.float32),
        pieces=np.clip(np.round(by_pieces.weights / PIECES_STEP), -127, 127).astype(np.int8),
        pieces_bias=np.round(by_pieces.bias, 3).astype(np.float32),
        step=PIECES_STEP,
        mix=MIX,
        languages=("en", "sv"),
        joint={basis: fit_joint(shown, rows, said, basis) for basis in ("vector", "words")},  # type: ignore[misc]
    )


def write(model: Profiles, shown: Shown, proof: Mapping[str, Any]) -> str:
    """Write weights and manifest; returns the model id."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = io.BytesIO()
    np.savez_compressed(
        kept,
        vector=np.round(model.vector / VECTOR_STEP).astype(np.int16),
        bias=model.bias,
        rarity=model.rarity.astype(np.float16),
        pieces=model.pieces,
        pieces_bias=model.pieces_bias,
    )
    sha = hashlib.sha256(kept.getvalue()).hexdigest()
    (FOLDER / "weights.npz").write_bytes(kept.getvalue())
    manifest = {
        "model_id": f"ties-{sha[:8]}",
        "task": "whether a text is about each force of the catalogue, in English and Swedish",
        "kind": "multinomial regressions on vectors and on pieces of words, joined by logistic regression; plain numbers",
        "file": "weights.npz",
        "sha256": sha,
        "trained_by": "benchmarks/train_ties.py",
        "embedder_id": model.embedder_id,
        "languages": list(model.languages),
        "vector_step": VECTOR_STEP,
        "pieces_step": model.step,
        "mix": dict(zip(("vector", "pieces"), model.mix, strict=True)),
        "joint": {basis: asdict(values) for basis, values in model.joint.items()},
        "training": {
            f"benchmarks/labels/{path.name}": {
                language: sum(t.language == language and t.kind == path.stem for t in shown.texts)
                for language in ("en", "sv")
            }
            for path in LABELS
        },
        "proof": {"what": "out of fold: see benchmarks/train_ties.py", **proof},
        "force_ids": list(model.force_ids),
    }
    (FOLDER / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    if load_profiles(FOLDER) is None:
        raise FileNotFoundError(FOLDER)
    return str(manifest["model_id"])


def main() -> None:
    """Prove, and with --write train and keep."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="write models/ties")
    arguments = parser.parse_args()
    forces = load([data_root() / "forces.toml"])
    texts = read_texts()
    shown, entries = show(texts, forces), entries_of(forces)
    writers = sorted({t.writer for t in texts})
    folds = np.array([writers.index(t.writer) % FOLDS for t in texts])
    found = {"catalogue": by_catalogue(shown)}
    said, found["trained"] = out_of_fold(shown, entries, folds)
    proof: dict[str, Any] = {}
    for name, p in found.items():
        for path in LABELS:
            for language, english in (("en", True), ("sv", False)):
                shares = measure(shown, p, english=english, kind=path.stem)
                values = {key: round(value, 3) for key, value in shares.items()}
                proof.setdefault(name, {}).setdefault(path.stem, {})[language] = values
                told = "  ".join(f"{key} {value:.3f}" for key, value in values.items())
                print(f"{name:10s} {path.stem:12s} {language}  {told}")
    p = found["trained"]
    for low, high in ((0.0, 0.05), (0.05, 0.1), (0.1, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.0)):
        inside = (p >= low) & (p < high)
        calibration = f"mean {p[inside].mean():.3f}, right {shown.about[inside].mean():.3f}"
        print(f"said {low:.2f}-{high:.2f}: {int(inside.sum()):6d} pairs, {calibration}")
    model = train(shown, entries, forces, said)
    print({basis: asdict(values) for basis, values in model.joint.items()})
    if arguments.write:
        print(write(model, shown, proof))


if __name__ == "__main__":
    main()
