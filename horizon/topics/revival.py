"""Retired topics that may be taken up again, and which new groups do so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from horizon.topics.reading import Corpus
from horizon.types import FloatArray

REVIVE_COSINE = 0.8
REVIVE_TERMS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """A retired topic that may be taken up again."""

    topic_id: str
    terms: tuple[str, ...]
    born_week_on: date
    vector: FloatArray


def revived_by(
    corpus: Corpus,
    groups: Mapping[int, Sequence[int]],
    topic_of_row: Sequence[str | None],
    silent: Sequence[Silent],
) -> dict[int, str]:
    """Silent topics that groups without any earlier member resemble, in direction and in terms."""
    out: dict[int, str] = {}
    if not silent:
        return out
    vectors = np.stack([s.vector for s in silent])
    for number, rows in sorted(groups.items()):
        if any(topic_of_row[row] for row in rows):
            continue
        text = " ".join(f"{corpus.titles[r]} {corpus.texts[r]}" for r in rows).casefold()
        cosines = np.round(vectors @ centroid_of(corpus.vectors[list(rows)]), 4)
        for i in sorted(range(len(silent)), key=lambda i: (-cosines[i], silent[i].topic_id)):
            shared = sum(term.casefold() in text for term in silent[i].terms)
            if (
                cosines[i] >= REVIVE_COSINE
                and shared >= REVIVE_TERMS
                and silent[i].topic_id not in out.values()
            ):
                out[number] = silent[i].topic_id
                break
    return out


def centroid_of(vectors: FloatArray) -> FloatArray:
    """Mean direction, rounded so that it prints and compares alike everywhere."""
    mean = vectors.mean(axis=0, dtype=np.float64)
    norm = float(np.linalg.norm(mean))
    return np.asarray(np.round(mean / norm if norm else mean, 5), dtype=np.float32)
