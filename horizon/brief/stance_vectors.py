"""What the vectors of a text and of a proposition add to a stance: a second linear model, averaged with that of words.

Vectors know that two sentences mean alike where they share no word; words know how sides are taken. Weights: one file for each
embedder, models/stance/vectors-*.json. Pure but for the reading of that file. Formula: docs/methodology/claims.md
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from horizon.brief.stance_terms import kind_of
from horizon.config import models_root
from horizon.types import Embedder, FloatArray

KINDS = ("D", "F")  # demands, facts: what `kind_of` begins with


@dataclass(frozen=True, slots=True)
class VectorPart:
    """Plain numbers for the vectors of one embedder of `dim` numbers; n_values = 3 x dim + 1."""

    model_id: str  # of the embedder
    languages: tuple[str, ...]  # it was trained on, and means something in
    told_from: float  # least probability from which a stance is told by words and vectors together
    means: FloatArray  # (n_values,)
    scales: FloatArray  # (n_values,)
    weights: Mapping[str, FloatArray]  # of each of KINDS (3, n_values), rows in the order of STANCES
    biases: FloatArray  # (3,)


def values(target: FloatArray, text: FloatArray) -> FloatArray:
    """Unit vectors (n, dim) of propositions and texts -> (n, 3 x dim + 1): text, text - proposition, product, cosine."""
    product = target * text
    found: FloatArray = np.hstack([text, text - target, product, product.sum(axis=1, keepdims=True)])
    return found


def vector_sums(part: VectorPart, embedder: Embedder, target: str, text: str) -> list[float]:
    """What goes into the softmax for each of STANCES. target: a proposition without its "not" (`affirmed`)."""
    if embedder.model_id != part.model_id:
        raise ValueError(f"weights for vectors of {part.model_id}, not of {embedder.model_id}")
    about, said = embedder.encode([as_read(target), text])
    scaled = (values(about[None], said[None])[0] - part.means) / part.scales
    return [float(x) for x in part.biases + part.weights[kind_of(target)[0]] @ scaled]


def as_read(target: str) -> str:
    """A proposition as its vector is made: with a full stop, whether or not it was written with one."""
    return target.strip().rstrip(".") + "."


@cache
def installed_part(model_id: str) -> VectorPart | None:
    """The weights for an embedder's vectors; None where there are none."""
    path = models_root() / "stance" / f"vectors-{model_id}.json"
    if not path.is_file():
        return None
    kept = json.loads(path.read_text(encoding="utf-8"))
    return VectorPart(
        kept["model_id"], tuple(kept["languages"]), float(kept["told_from"]),
        np.array(kept["means"]), np.array(kept["scales"]),
        {kind: np.array(kept["weights"][kind]) for kind in KINDS}, np.array(kept["biases"]),
    )  # fmt: skip
