"""How near a document's vector is to the cues of each part: what a text is about when it uses other words than ours.

A text in a language that the embedding model does not know has no nearness (None), not zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from horizon.impact.system import System
from horizon.types import FloatArray

# Cosine to the nearest cue from which a text begins to be about a part, and at which it plainly is. The nearest cue alone: a part
# with cues on several matters ("patent portfolio", "seed round") is touched by a text on one of them.
FAR, NEAR = 0.34, 0.56


@dataclass(frozen=True)  # no slots: the stacked cues are kept once made
class PartVectors:
    """English cue vectors of every part of a system: part id -> (n_cues, dim), unit length."""

    parts: Mapping[str, FloatArray]

    @cached_property
    def _stacked(self) -> tuple[FloatArray, list[int]]:
        """All cue vectors below each other, turned for the product with texts, and the row where each part begins."""
        starts = np.cumsum([0, *(len(cues) for cues in self.parts.values())][:-1])
        return np.ascontiguousarray(np.concatenate(list(self.parts.values())).T), starts.tolist()

    def meaning(self, vectors: FloatArray) -> FloatArray:
        """(n_texts, n_parts) scores 0-1 in the order of the parts. vectors: (n_texts, dim), unit length."""
        cues, starts = self._stacked
        # Row by row: a week's product is so small that the threads of a matrix product cost more CPU than the product itself.
        nearness = np.stack([vector @ cues for vector in vectors])
        out = np.maximum.reduceat(nearness, starts, axis=1)
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
