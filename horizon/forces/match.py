"""What a text shows of each force: cue words found, and nearness of its vector to the force's cues.

The two are kept apart: a text in a language that the embedding model does not know has no nearness (None), not zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from horizon.cues import CUE_LANGUAGES, CueIndex, CueLanguage, Hit, composed, words
from horizon.forces.catalogue import Force
from horizon.types import FloatArray

PHRASE_WEIGHT = 1.5  # a cue of two or more words says more than a single one
HINT_WEIGHT = 0.5  # a hint names the field, not the force
TEXT_CHARS = 600  # of a document's text; title and lead carry the news
# Mean and spread of a news text's nearness to the forces of the built-in catalogue, where a catalogue has too few of its own.
BACKGROUND = (0.17, 0.06)
MIN_FORCES = 30
N_NEAREST = 3  # of a force's cues, averaged: one alone may be near by chance


@dataclass(frozen=True, slots=True)
class CueMatch:
    """Cues of one force in one text. score: sum of cue weights, 0 is none; phrases as they stand in the text."""

    score: float
    phrases: tuple[str, ...]


def joined(title: str, text: str) -> str:
    """The part of a document that is read."""
    return composed(f"{title}. {text[:TEXT_CHARS]}")


class ForceCues:
    """The cues of a catalogue in both languages."""

    def __init__(self, forces: Iterable[Force]) -> None:
        forces = tuple(forces)
        self._index: dict[CueLanguage, CueIndex] = {
            "en": CueIndex({f.force_id: (*f.cues_en, *f.hints_en) for f in forces}, "en"),
            "sv": CueIndex({f.force_id: (*f.cues_sv, *f.hints_sv) for f in forces}, "sv"),
        }
        self._weight: dict[tuple[str, str], float] = {}  # (force id, cue) -> weight of a whole hit
        for index in self._index.values():
            for force in forces:
                for cue in (*force.cues_en, *force.cues_sv, *force.hints_en, *force.hints_sv):
                    if cue in index.n_owners:
                        plain = PHRASE_WEIGHT if len(words(cue)) > 1 else 1.0
                        hint = HINT_WEIGHT if cue in force.hints_en or cue in force.hints_sv else 1.0
                        self._weight[force.force_id, cue] = plain * hint / index.n_owners[cue]

    def find(self, text: str, language: str | None) -> dict[str, CueMatch]:
        """Cue matches by force id. language: en, sv; anything else, None too, is read with both."""
        languages = [known for known in CUE_LANGUAGES if known == language] or CUE_LANGUAGES
        found: dict[str, CueMatch] = {}
        for known in languages:
            index = self._index[known]
            for force_id, hits in _by_owner(index.find(text)).items():
                match = self._match(text, hits)
                if force_id not in found or match.score > found[force_id].score:
                    found[force_id] = match
        return found

    def _match(self, text: str, hits: Sequence[Hit]) -> CueMatch:
        """A cue counts once however often it stands; one that several forces claim is shared among them."""
        best: dict[str, float] = {}
        for hit in hits:
            best[hit.cue] = max(best.get(hit.cue, 0.0), hit.quality * self._weight[hit.owner, hit.cue])
        phrases = tuple(dict.fromkeys(text[hit.start : hit.end] for hit in hits))
        return CueMatch(score=sum(best[cue] for cue in sorted(best)), phrases=phrases)


@lru_cache(maxsize=2)  # a catalogue is indexed once, however many weeks a scan judges
def cues_of(forces: tuple[Force, ...]) -> ForceCues:
    """The cues of a catalogue, ready to be sought."""
    return ForceCues(forces)


def _by_owner(hits: Iterable[Hit]) -> dict[str, list[Hit]]:
    grouped: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        grouped[hit.owner].append(hit)
    return grouped


def nearness(vectors: FloatArray, cue_vectors: Sequence[FloatArray]) -> FloatArray:
    """Mean cosine of each text to the N_NEAREST nearest cues of each force: (n_texts, n_forces).

    vectors: (n_texts, dim), unit length; cue_vectors: for each force (n_cues, dim), unit length.
    """
    out = np.zeros((len(vectors), len(cue_vectors)), dtype=np.float32)
    for column, cues in enumerate(cue_vectors):
        near = np.sort(vectors @ cues.T, axis=1)[:, ::-1]
        out[:, column] = near[:, :N_NEAREST].mean(axis=1)
    return out


def standing(near: FloatArray) -> FloatArray:
    """How far each force stands out among all forces for each text, in standard deviations; near: (n_texts, n_forces).

    Cosines of short and long, plain and technical texts lie at different heights, so that one cosine is much for one text and
    little for another. What tells is which force a text is nearer to than to the rest.
    """
    if near.shape[1] < MIN_FORCES:
        mean, spread = np.float32(BACKGROUND[0]), np.float32(BACKGROUND[1])
    else:
        mean, spread = near.mean(axis=1, keepdims=True), near.std(axis=1, keepdims=True)
    out: FloatArray = (near - mean) / np.maximum(spread, 1e-6)
    return out
