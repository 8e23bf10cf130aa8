"""Stories: documents about one event. Average-link groups over the open window, with ids that outlive regrouping.

Every week (or batch) the open documents are grouped anew, so the order of arrival can not matter; what is closed stays.
Ids come from earlier judgements through shared members, else from the founding document. Source: docs/methodology/stories.md
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from horizon.topics.linkage import agglomerate
from horizon.topics.similarity import Features, Weights, similarities
from horizon.types import FloatArray

STORY_WEIGHTS = Weights(sparse=0.6, dense=0.15, names=0.25)
GAP_COST = 0.1  # taken from the similarity of two dated texts that are story_days or more apart, less for a shorter time


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """Which story each text is in, and through which other text it is tied there most closely (None for a lone text)."""

    story_ids: tuple[str, ...]
    nearest: tuple[int | None, ...]
    nearest_similarity: tuple[float | None, ...]


def group(
    features: Features,
    doc_ids: Sequence[str],
    days: FloatArray,
    *,
    threshold: float,
    story_days: int,
    earlier: Mapping[str, str] | None = None,
) -> Grouping:
    """Stories of the open texts.

    days: (n,) days since any fixed date, nan where a text has no date of its own. threshold: mean similarity at which two
    groups are one story. earlier: story id by doc id as judged before; the group that holds most of an earlier story's
    texts keeps its id.
    """
    scores = pair_scores(features, days, story_days=story_days)
    labels = agglomerate(scores, limit=threshold)
    ids = _story_ids(labels, doc_ids, days, earlier or {})
    nearest, values = _nearest(scores, labels)
    return Grouping(story_ids=ids, nearest=nearest, nearest_similarity=values)


def pair_scores(features: Features, days: FloatArray, *, story_days: int) -> FloatArray:
    """Similarity of every two texts less the cost of the time between them, (n, n). Undated texts pay nothing."""
    scores = similarities(features, features, STORY_WEIGHTS)
    gap = np.abs(days[:, None] - days[None, :]) / max(story_days, 1)
    cost = GAP_COST * np.minimum(np.nan_to_num(gap, nan=0.0), 1.0)
    return np.asarray(scores - cost, dtype=np.float32)


def story_id(founder_doc_id: str) -> str:
    """Id of a story by the document that founded it."""
    return "story-" + hashlib.sha256(founder_doc_id.encode()).hexdigest()[:12]


def _story_ids(
    labels: Sequence[int], doc_ids: Sequence[str], days: FloatArray, earlier: Mapping[str, str]
) -> tuple[str, ...]:
    members: dict[int, list[int]] = defaultdict(list)
    for row, label in enumerate(labels):
        members[label].append(row)
    votes = Counter(
        (earlier[doc_ids[row]], label) for row, label in enumerate(labels) if doc_ids[row] in earlier
    )
    named: dict[int, str] = {}
    for (old, label), _ in sorted(votes.items(), key=lambda item: (-item[1], item[0])):
        if label not in named and old not in named.values():
            named[label] = old
    taken = set(named.values())
    for label, rows in members.items():
        if label not in named:
            by_age = sorted(rows, key=lambda r: (np.nan_to_num(days[r], nan=np.inf), doc_ids[r]))
            # the founder of a story that moved on may found a second one: then the next member gives the name
            names = [story_id(doc_ids[r]) for r in by_age]
            named[label] = next((n for n in names if n not in taken), names[0] + "-" + str(label))
            taken.add(named[label])
    return tuple(named[label] for label in labels)


def _nearest(
    scores: FloatArray, labels: Sequence[int]
) -> tuple[tuple[int | None, ...], tuple[float | None, ...]]:
    where = np.array(labels)
    nearest: list[int | None] = []
    values: list[float | None] = []
    for row in range(len(labels)):
        mates = np.flatnonzero(where == where[row])
        mates = mates[mates != row]
        if len(mates) == 0:
            nearest.append(None)
            values.append(None)
            continue
        best = int(mates[scores[row, mates].argmax()])
        nearest.append(best)
        values.append(round(float(scores[row, best]), 4))
    return tuple(nearest), tuple(values)
