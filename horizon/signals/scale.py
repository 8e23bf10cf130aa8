"""What a cosine means in this corpus: how near two documents picked at random are, and how much that varies.

Models and corpora differ: two news headlines of one model meet at 0.1 by chance, two abstracts of one field at 0.4. All
thresholds of this package are therefore written in standard deviations above chance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from horizon.types import FloatArray

SAMPLE = 500  # documents, evenly spread over the history
MIN_SAMPLE = 50
WEAK_SPREAD = 0.9  # of the distance from the middle that texts of the best language have: less is read weakly
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


def levelled(
    vectors: FloatArray, languages: Sequence[str | None]
) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
    """Vectors (n_docs, dim) with what is common to a language taken out, and which documents are in a language read weakly.

    A model that knows one language well puts the texts of another close together, whatever they say: a theme around one of
    them would hold them all, and any two would look like one matter. So the middle of each language is moved onto that of
    the one whose texts stand furthest from their middle, which the model tells apart best, and the others are spread as wide.
    Read weakly is what had to be spread. Documents of the best language, of an unknown one, of one with few documents, and
    rows of zeros stay as they are.
    """
    has_vector = np.any(vectors != 0, axis=1)
    counts = Counter(x for x, has in zip(languages, has_vector, strict=True) if has and x is not None)
    known = sorted((x for x, n in counts.items() if n >= MIN_OF_LANGUAGE), key=lambda x: (-counts[x], x))
    if len(known) < 2:
        return vectors, np.zeros(len(vectors), dtype=np.bool_)
    of = np.array([x or "" for x in languages])
    rows = {x: np.flatnonzero(has_vector & (of == x)) for x in known}
    shape = {x: _middle_and_spread(vectors[rows[x]]) for x in known}
    best = max(known, key=lambda x: round(shape[x][1], 9))  # the first, which is the commonest, of equals
    middle, spread = shape[best]
    out = vectors.copy()
    is_weak = np.zeros(len(vectors), dtype=np.bool_)
    for x in known:
        own_middle, own_spread = shape[x]
        if x == best or own_spread < 1e-9:
            continue
        is_weak[rows[x]] = own_spread < WEAK_SPREAD * spread
        moved = (vectors[rows[x]] - own_middle) * (spread / own_spread) + middle
        length = np.linalg.norm(moved, axis=1, keepdims=True)
        out[rows[x]] = np.where(length > 1e-9, moved / np.maximum(length, 1e-9), vectors[rows[x]])
    return out, is_weak


def _middle_and_spread(vectors: FloatArray) -> tuple[npt.NDArray[np.float64], float]:
    """Mean of the rows, and their root mean square distance from it."""
    middle = vectors.mean(axis=0, dtype=np.float64)
    return middle, float(np.sqrt(np.mean(np.sum((vectors - middle) ** 2, axis=1))))
