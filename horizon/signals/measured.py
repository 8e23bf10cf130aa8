"""What is measured of each candidate: its series with look-alikes and theme, and whether its documents are one matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_matrix

from horizon.signals import matters, novelty, series
from horizon.signals.candidates import Candidate
from horizon.signals.history import History, IntArray
from horizon.signals.occasions import InSeason
from horizon.signals.scale import CosineScale
from horizon.types import FloatArray

RECENT_WEEKS = 4  # whose documents must be one matter, told by more than one voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The series of one candidate. counts: members; alike: members and look-alikes, which is what growth is measured on."""

    counts: IntArray
    alike: IntArray
    theme: IntArray | None
    centroid: FloatArray | None
    threshold: float
    togetherness: float | None = None  # of the documents of the last weeks
    is_by_words: bool = False  # it counts the words they share
    is_lone_voice: bool = False
    is_research: bool = False  # most of these documents are papers
    is_yearly: bool = False  # they speak of a yearly occasion, and last year was not read


def measured(
    history: History, candidates: Sequence[Candidate], counts: IntArray, scale: CosineScale, window_weeks: int
) -> list[Measured]:
    """Series of the candidates; look-alikes are documents of any topic as near to the centre as a member would be.

    Without them a theme that the clustering cuts anew would look newborn. counts: (n_candidates, n_classes, n_weeks).
    """
    out = [Measured(counts=c, alike=c, theme=None, centroid=None, threshold=1.0) for c in counts]
    if history.vectors is None:
        return out
    first = history.last - window_weeks
    windows = [c.docs[history.week[c.docs] > first] for c in candidates]
    centres = [novelty.centroid_of(history.vectors[w]) if len(w) else None for w in windows]
    known = [i for i, centre in enumerate(centres) if centre is not None]
    if not known:
        return out
    cosine = np.stack([c for c in centres if c is not None]) @ history.vectors.T  # all at once: one product
    for row, i in enumerate(known):
        threshold = novelty.lookalike_threshold(history.vectors[windows[i]], scale)
        near, wide = cosine[row] >= threshold, cosine[row] >= scale.at(novelty.THEME_Z)
        near[candidates[i].docs] = wide[candidates[i].docs] = True
        alike, theme = series.group_counts(history, [np.flatnonzero(near), np.flatnonzero(wide)])
        out[i] = Measured(
            counts=counts[i], alike=alike, theme=theme, centroid=centres[i], threshold=threshold
        )
    return out


def kept_together(
    history: History,
    candidates: Sequence[Candidate],
    found: Sequence[Measured],
    scale: CosineScale,
    season: InSeason,
) -> list[Measured]:
    """With whether the documents of the last weeks are one matter, told by one voice alone, or of a yearly occasion."""
    words = matters.word_matrix(history)
    choir = matters.choir_of(history, RECENT_WEEKS)
    out = []
    for candidate, m in zip(candidates, found, strict=True):
        docs = candidate.docs[history.week[candidate.docs] > history.last - RECENT_WEEKS]
        if candidate.burst is not None:
            docs = np.union1d(docs, candidate.burst.recent_docs)
        docs = docs[history.is_counted[docs]]
        shared = words_that_count(history, candidate, docs, words)
        out.append(
            replace(
                m,
                togetherness=matters.togetherness(history, shared, docs, scale),
                is_by_words=shared is not None,
                is_lone_voice=matters.is_lone_voice(history, docs, choir),
                is_research=matters.is_research(history, docs),
                is_yearly=season.named_by(history, docs) is not None,
            )
        )
    return out


def words_that_count(
    history: History, candidate: Candidate, docs: IntArray, words: matters.Words
) -> csr_matrix | None:
    """The words by which the documents of a candidate may be one matter; None where meaning alone is asked.

    A word that a burst is counted by would be proof of itself. What else its documents share counts where meaning says
    little: of a name, which is told in many connections, and in a language that the model of the vectors hardly tells apart. The
    events in an old matter all share its words, so there the name does not count.
    """
    if candidate.kind != "term" or candidate.burst is None:
        return words.matrix
    is_new_name = candidate.burst.is_name and candidate.burst.part_of is None
    if is_new_name or history.is_weakly_read[docs].any():
        return words.without(candidate.burst.key)
    return None
