"""What a cosine means in this corpus: how near two documents picked at random are, and how much that varies.

Models and corpora differ: two news headlines of one model meet at 0.1 by chance, two abstracts of one field at 0.4. All
thresholds of this package are therefore written in standard deviations above chance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from horizon.types import FloatArray

SAMPLE = 500  # documents, evenly spread over the history
MIN_SAMPLE = 50
MIN_OF_LANGUAGE = 20  # documents with a vector from which the middle of a language is known
DEFAULT_MEAN, DEFAULT_SD = (
    0.1,
    0.1,
)  # of headlines in a small sentence model, until enough documents are known


@dataclass(frozen=True, slots=True)
class CosineScale:
    """Mean and standard deviation of the cosine of two documents taken at random."""

    mean: float = DEFAULT_MEAN
    sd: float = DEFAULT_SD

    def at(self, z: float) -> float:
        """Cosine that lies z standard deviations above chance, at most 0.95."""
        return min(0.95, self.mean + z * self.sd)


def cosine_scale(vectors: FloatArray | None) -> CosineScale:
    """Scale of the documents' vectors (n_docs, dim), rows of zeros left out; the default for fewer than fifty."""
    if vectors is None:
        return CosineScale()
    rows = vectors[np.any(vectors != 0, axis=1)]
    if len(rows) < MIN_SAMPLE:
        return CosineScale()
    picked = rows[np.unique(np.linspace(0, len(rows) - 1, min(SAMPLE, len(rows))).astype(np.int64))]
    cosines = (picked @ picked.T)[np.triu_indices(len(picked), 1)]
    return CosineScale(float(cosines.mean()), max(float(cosines.std()), 0.01))


def levelled(vectors: FloatArray, languages: Sequence[str | None]) -> FloatArray:
    """Vectors (n_docs, dim) with what is common to a language taken out: its middle is moved onto that of the commonest one.

    A model that knows one language well puts the texts of another close together, whatever they say; a theme around one of
    them would hold them all. Documents of the commonest language, of an unknown one, of one with few documents, and rows of
    zeros stay as they are.
    """
    has_vector = np.any(vectors != 0, axis=1)
    counts = Counter(x for x, has in zip(languages, has_vector, strict=True) if has and x is not None)
    known = sorted((x for x, n in counts.items() if n >= MIN_OF_LANGUAGE), key=lambda x: (-counts[x], x))
    if len(known) < 2:
        return vectors
    of = np.array([x or "" for x in languages])
    rows = {x: np.flatnonzero(has_vector & (of == x)) for x in known}
    middle = vectors[rows[known[0]]].mean(axis=0, dtype=np.float64)
    out = vectors.copy()
    for x in known[1:]:
        moved = vectors[rows[x]] - vectors[rows[x]].mean(axis=0, dtype=np.float64) + middle
        length = np.linalg.norm(moved, axis=1, keepdims=True)
        out[rows[x]] = np.where(length > 1e-9, moved / np.maximum(length, 1e-9), vectors[rows[x]])
    return out
