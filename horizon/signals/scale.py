"""What a cosine means in this corpus: how near two documents picked at random are, and how much that varies.

Models and corpora differ: two news headlines of one model meet at 0.1 by chance, two abstracts of one field at 0.4. All
thresholds of this package are therefore written in standard deviations above chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from horizon.types import FloatArray

SAMPLE = 500  # documents, evenly spread over the history
MIN_SAMPLE = 50
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
