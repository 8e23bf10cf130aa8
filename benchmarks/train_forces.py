"""Train the PESTLE model of models/forces on the labelled sets beside the project, and prove it out of fold.

    python -m benchmarks.train_forces            out of fold accuracy only
    python -m benchmarks.train_forces --write    the same, then train on everything and write weights and manifest

A label counts several categories as right (label_forces.json); they share the target evenly. (Rewarding the sum of their
shares instead scored a point or two more, but let a category that never stands alone, such as legal in the English sets,
vanish.) One fold is held out at a time from all sets of a language together; a fold never sees its own texts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack

from benchmarks.corpora import MODEL_ID, ROOT
from horizon.forces.catalogue import PESTLE, Force
from horizon.forces.trained import N_HASHED, PestleModel, as_json, hashed_features, parse_model

FOLDS = 5
PENALTY = 6e-5  # of squared weights; found on the sets, flat between half and twice of it
VECTOR_SCALE = 2.0
FOLDER = ROOT / "models" / "forces"


def features(data: Any) -> Any:
    """(n, N_HASHED + n_forces + dim) sparse features of a labelled set, and a column of ones last."""
    rows, columns, values = [], [], []
    for i, text in enumerate(data.texts):
        index, value = hashed_features(text, data.language)
        rows += [i] * len(index)
        columns += index.tolist()
        values += value.tolist()
    hashed = csr_matrix((values, (rows, columns)), shape=(len(data.texts), N_HASHED))
    vector = np.zeros((len(data.texts), 384)) if data.vectors is None else VECTOR_SCALE * data.vectors
    return hstack(
        [hashed, csr_matrix(np.log1p(data.scores)), csr_matrix(vector), np.ones((len(data.texts), 1))]
    ).tocsr()


def fit(x: Any, right: Any, *, penalty: float = PENALTY) -> Any:
    """Weights (n_features, 6) of the multinomial regression on the shared targets; the last feature is not held down."""
    n, d = x.shape
    k = right.shape[1]
    free = np.ones((d, 1))
    free[-1] = 0.0
    xt = x.T.tocsr()
    target = right / right.sum(axis=1, keepdims=True)

    def loss(flat: Any) -> tuple[float, Any]:
        w = flat.reshape(d, k)
        z = x @ w
        z -= z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        gradient = xt @ (np.exp(log_p) - target) / n + 2 * penalty * free * w
        return float(-(target * log_p).sum() / n + penalty * (free * w * w).sum()), gradient.ravel()

    best = minimize(loss, np.zeros(d * k), jac=True, method="L-BFGS-B", options={"maxiter": 120})
    return best.x.reshape(d, k)


def shares_of(x: Any, weights: Any) -> Any:
    """(n, 6) shares of a fitted model."""
    z = x @ weights
    z -= z.max(axis=1, keepdims=True)
    p = np.exp(z)
    return p / p.sum(axis=1, keepdims=True)


def held_out(n: int, fold: int) -> Any:
    """(n,) whether each of n texts is held out in a fold; every text is in one of the FOLDS."""
    return np.random.default_rng(0).permutation(n) % FOLDS == fold


def out_of_fold(sets: Sequence[Any], *, n_folds: int = FOLDS) -> dict[str, Any]:
    """Shares (n, 6) by set name; sets of one language are trained together, each text judged by a model that never saw it.

    n_folds: how many of the FOLDS are held out in turn; texts of the others keep shares of 0.
    """
    found = {}
    for language in sorted({s.language for s in sets}):
        chosen = [s for s in sets if s.language == language]
        xs = [features(s) for s in chosen]
        shares = [np.zeros((len(s.texts), len(PESTLE))) for s in chosen]
        for fold in range(n_folds):
            held = [held_out(len(s.texts), fold) for s in chosen]
            train = [np.flatnonzero(~h) for h in held]
            weights = fit(
                _stack([x[rows] for x, rows in zip(xs, train, strict=True)]),
                np.concatenate([s.right[rows] for s, rows in zip(chosen, train, strict=True)]),
            )
            for x, h, out in zip(xs, held, shares, strict=True):
                rows = np.flatnonzero(h)
                out[rows] = shares_of(x[rows], weights)
        found.update({s.name: p for s, p in zip(chosen, shares, strict=True)})
    return found


def _stack(parts: Sequence[Any]) -> Any:
    from scipy.sparse import vstack

    return vstack(parts).tocsr()


def train(sets: Sequence[Any], forces: Sequence[Force]) -> PestleModel:
    """The model on everything; each language by itself, in one table of hashed words."""
    n_cues = N_HASHED + len(forces)
    hashed = np.zeros((N_HASHED, len(PESTLE)))
    cues: dict[str, dict[str, tuple[float, ...]]] = {}
    vector = np.zeros((384, len(PESTLE)))
    bias: dict[str, tuple[float, ...]] = {}
    for language in sorted({s.language for s in sets}):
        chosen = [s for s in sets if s.language == language]
        weights = fit(_stack([features(s) for s in chosen]), np.concatenate([s.right for s in chosen]))
        hashed += weights[:N_HASHED]
        cues[language] = {f.force_id: _rounded(weights[N_HASHED + i]) for i, f in enumerate(forces)}
        if language == "en":
            vector = VECTOR_SCALE * weights[n_cues:-1]
        bias[language] = _rounded(weights[-1])
    step = round(float(np.abs(hashed).max()) / 127, 6)
    return PestleModel(
        model_id="",
        hashed=np.clip(np.round(hashed / step), -127, 127).astype(np.int8),
        hashed_step=step,
        cues=cues,
        vector=vector.astype(np.float32),
        embedder_id=MODEL_ID,
        bias=bias,
        vector_languages=("en",),
    )


def _rounded(values: Any) -> tuple[float, ...]:
    return tuple(round(float(v), 4) for v in values)


def write(model: PestleModel, sets: Sequence[Any], proof: Mapping[str, float]) -> str:
    """Write weights and manifest; returns the model id."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    content = (json.dumps(as_json(model), separators=(",", ":")) + "\n").encode()
    parse_model(json.loads(content), model_id="check")
    sha = hashlib.sha256(content).hexdigest()
    (FOLDER / "weights.json").write_bytes(content)
    manifest = {
        "model_id": f"pestle-{sha[:8]}",
        "task": "PESTLE category of a text, in English and Swedish",
        "kind": "multinomial logistic regression, plain numbers",
        "file": "weights.json",
        "sha256": sha,
        "trained_by": "benchmarks/train_forces.py",
        "training": {s.name: {"n_texts": len(s.texts), "language": s.language} for s in sets},
        "proof": {
            "what": "lenient accuracy out of fold (5 folds)",
            **{name: round(value, 4) for name, value in proof.items()},
        },
    }
    (FOLDER / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    return str(manifest["model_id"])


def main() -> None:
    """Prove, and with --write train and keep."""
    from benchmarks.forces_pestle import load_sets

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="write models/forces")
    arguments = parser.parse_args()
    try:
        sets, forces = load_sets(use_nearness=False)
    except FileNotFoundError as exc:
        sys.exit(f"{exc}: nothing to train on")
    proof = {}
    for name, shares in out_of_fold(sets).items():
        data = next(s for s in sets if s.name == name)
        proof[name] = data.accuracy(shares.argmax(axis=1))
        print(f"{name:24s} out of fold {proof[name]:.4f}", flush=True)
    if arguments.write:
        print(write(train(sets, forces), sets, proof))


if __name__ == "__main__":
    main()
