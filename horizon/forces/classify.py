"""PESTLE category of a text by its nearest forces: no training, the same cues and vectors as the ties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from horizon.forces.catalogue import PESTLE, Force, Pestle
from horizon.forces.match import ForceCues, nearness
from horizon.types import FloatArray

F64 = npt.NDArray[np.float64]
CUE_WEIGHT = 6.0  # of log(1 + cue score), against cosine / TEMPERATURE
TEMPERATURE = 0.05


@dataclass(frozen=True, slots=True)
class Classified:
    """Category of a text, None where nothing was found; shares of the six categories and the nearest force."""

    pestle: Pestle | None
    shares: tuple[float, ...]  # in the order of PESTLE, sum 1; all 0 where nothing was found
    force_id: str | None


def classify(
    texts: Sequence[str],
    languages: Sequence[str | None],
    forces: Sequence[Force],
    *,
    vectors: FloatArray | None = None,
    cue_vectors: Sequence[FloatArray] | None = None,
) -> list[Classified]:
    """Categories of texts. vectors: (n_texts, dim); a row of zeros means that the text has none. See `nearness`."""
    scores = cue_scores(texts, languages, forces)
    near = None if vectors is None or cue_vectors is None else nearness(vectors, cue_vectors)
    return [
        _classified(
            forces, scores[i], None if near is None or vectors is None or not vectors[i].any() else near[i]
        )
        for i in range(len(texts))
    ]


def cue_scores(texts: Sequence[str], languages: Sequence[str | None], forces: Sequence[Force]) -> F64:
    """Cue scores (n_texts, n_forces)."""
    cues = ForceCues(forces)
    column = {force.force_id: i for i, force in enumerate(forces)}
    out = np.zeros((len(texts), len(forces)))
    for row, (text, language) in enumerate(zip(texts, languages, strict=True)):
        for force_id, match in cues.find(text, language).items():
            out[row, column[force_id]] = match.score
    return out


def _classified(forces: Sequence[Force], scores: F64, near: FloatArray | None) -> Classified:
    if near is None and not scores.any():
        return Classified(None, (0.0,) * len(PESTLE), None)
    weight = CUE_WEIGHT * np.log1p(scores)
    if near is not None:
        weight = weight + near / TEMPERATURE
    weight = np.exp(weight - weight.max())
    if near is None:
        weight[scores == 0] = 0.0
    shares = np.array([sum(weight[i] for i, f in enumerate(forces) if f.pestle == name) for name in PESTLE])
    shares = shares / shares.sum()
    return Classified(
        PESTLE[int(shares.argmax())], tuple(map(float, shares)), forces[int(weight.argmax())].force_id
    )
