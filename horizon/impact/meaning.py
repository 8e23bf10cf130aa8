"""How near a document's vector is to the cues of each part: what a text is about when it uses other words than ours.

A text in a language that the embedding model does not know has no nearness (None), not zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from horizon.impact.system import System
from horizon.types import FloatArray

N_NEAREST = 3  # of a part's cues, averaged: one alone may be near by chance
FAR, NEAR = 0.28, 0.50  # mean cosine from which a text begins to be about a part, and at which it plainly is


@dataclass(frozen=True, slots=True)
class PartVectors:
    """English cue vectors of every part of a system: part id -> (n_cues, dim), unit length."""

    parts: Mapping[str, FloatArray]

    def meaning(self, vectors: FloatArray) -> FloatArray:
        """(n_texts, n_parts) scores 0-1 in the order of the parts. vectors: (n_texts, dim), unit length."""
        out = np.zeros((len(vectors), len(self.parts)), dtype=np.float32)
        nearness = vectors @ np.concatenate(list(self.parts.values())).T
        start = 0
        for column, cues in enumerate(self.parts.values()):
            near = nearness[:, start : start + len(cues)]
            start += len(cues)
            n = min(N_NEAREST, near.shape[1])
            out[:, column] = np.sort(np.partition(near, -n, axis=1)[:, -n:], axis=1).mean(axis=1)
        scaled: FloatArray = np.clip((out - FAR) / (NEAR - FAR), 0.0, 1.0).astype(np.float32)
        return scaled


def part_vectors(system: System, cues: Mapping[str, FloatArray]) -> PartVectors:
    """The cue vectors of a system's parts, from vectors by cue."""
    return PartVectors({p.part_id: np.stack([cues[cue] for cue in p.cues_en]) for p in system.parts})


def meanings(
    parts: PartVectors, hashes: Sequence[str], vectors: Mapping[str, FloatArray]
) -> dict[str, dict[str, float]]:
    """Score by text hash and part, of the texts that have a vector; four digits."""
    known = [h for h in dict.fromkeys(hashes) if h in vectors]
    if not known:
        return {}
    found = parts.meaning(np.stack([vectors[h] for h in known]))
    return {
        h: {part: round(float(score), 4) for part, score in zip(parts.parts, row, strict=True) if score > 0}
        for h, row in zip(known, found, strict=True)
    }
