"""Stories: documents about one event. Average-link groups over the open window, with ids that outlive regrouping.

Every week (or batch) the open documents are grouped anew, so the order of arrival can not matter; what is closed stays.
Ids come from earlier judgements through shared members, else from the founding document. Source: docs/methodology/stories.md
"""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from horizon.topics.linkage import Rows, Ties, agglomerate_in_parts, batches
from horizon.topics.similarity import (
    Directions,
    Features,
    Room,
    Weights,
    across_factors,
    likely_pairs,
    similarities,
    sparse_product,
    stacked,
    without_grams,
)
from horizon.types import FloatArray

STORY_WEIGHTS = Weights(sparse=0.6, dense=0.15, names=0.25)
# a model that knows both languages may say more: found on the tuning half of the event pairs (benchmarks/pairs.py)
MULTILINGUAL_WEIGHTS = Weights(sparse=0.3, dense=0.3, names=0.3, grams=0.1)
AT_ONCE = 512  # texts whose pairs are looked at together when stories are small
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
    languages: Sequence[str] | None = None,
    earlier: Mapping[str, str] | None = None,
    weights: Weights = STORY_WEIGHTS,
) -> Grouping:
    """Stories of the open texts.

    days: (n,) days since any fixed date, nan where a text has no date of its own. threshold: mean similarity at which two
    groups are one story. languages: of each text, so that pairs over two languages are weighed up. earlier: story id by
    doc id as judged before; the group that holds most of an earlier story's texts keeps its id.
    """
    scores = PairScores(features, days, languages or [""] * len(features), weights, story_days)
    labels = agglomerate_in_parts(
        scores, len(features), limit=threshold, find_ties=scores.ties, find_sums=scores.sums
    )
    ids = _story_ids(labels, doc_ids, days, earlier or {})
    nearest, values = _nearest(scores, labels)
    return Grouping(story_ids=ids, nearest=nearest, nearest_similarity=values)


class PairScores:
    """Similarity of texts less the cost of the time between them. Undated texts pay nothing."""

    def __init__(
        self,
        features: Features,
        days: FloatArray,
        languages: Sequence[str],
        weights: Weights,
        story_days: int,
    ) -> None:
        self.features, self.weights = (features if weights.grams else without_grams(features)), weights
        self.days = days / max(story_days, 1)
        number, self.factors = across_factors(features, weights, languages)
        self.languages = np.array([number[language] for language in languages], dtype=np.int64)

    def __call__(self, rows: Rows, others: Rows) -> FloatArray:
        """(n_rows, n_others)."""
        left = self.features.take(rows)
        right = left if others is rows else self.features.take(others)
        scores = similarities(left, right, self.weights)
        scores *= self.factors[np.ix_(self.languages[rows], self.languages[others])]
        scores = self._less_gap_costs(scores, rows, others)
        return np.asarray(np.round(scores, 5, out=scores), dtype=np.float32)

    def _less_gap_costs(self, scores: FloatArray, rows: Rows, others: Rows) -> FloatArray:
        """Scores less what the time between two texts costs, found once for every two days: many texts share one."""
        days, day = np.unique(self.days[rows], return_inverse=True)
        other_days, other_day = (
            (days, day) if others is rows else np.unique(self.days[others], return_inverse=True)
        )
        costs = _gap_cost(days[:, None] - other_days[None, :])
        return scores - costs[np.ix_(day, other_day)] if costs.any() else scores

    def ties(self, limit: float) -> Ties:
        """The pairs that reach the limit, each once: those that share enough words to, looked at more closely."""
        shared, directions = stacked(self.features, self.weights), Directions.of(self.features.dense)
        room = Room.of(shared, AT_ONCE * len(self.features))
        held = [np.flatnonzero(self.languages == number) for number in range(len(self.factors))]
        found: list[Ties] = []
        for a, b in itertools.combinations_with_replacement(range(len(held)), 2):
            factor = float(self.factors[a, b])
            turned = shared[held[b]].T.tocsr()
            for start in range(0, len(held[a]), AT_ONCE):
                rows = held[a][start : start + AT_ONCE]
                first = start if a == b else 0
                product = sparse_product(shared[rows], turned[:, first:], room)
                pairs = likely_pairs(
                    product, directions, rows, held[b][first:], least=limit / factor, dense=self.weights.dense
                )
                found.append(self._that_reach(pairs, factor, limit, is_twice=a == b))
        one, other, values = zip(*found, strict=True)
        return np.concatenate(one), np.concatenate(other), np.concatenate(values)

    def sums(self, groups: list[list[int]]) -> npt.NDArray[np.float64]:
        """Sum of similarities over the pairs of every two groups, (k, k): of sums of rows, because all parts are products.

        Differs from adding up the pairs by their rounding alone.
        """
        shared = stacked(self.features, self.weights)
        rows = np.concatenate([np.array(g) for g in groups])
        group = np.repeat(np.arange(len(groups)), [len(g) for g in groups])
        out = np.zeros((len(groups), len(groups)))
        held = {}
        for language in np.unique(self.languages[rows]).tolist():
            own = self.languages[rows] == language
            take = _taking(group[own], rows[own], (len(groups), len(self.features)))
            held[language] = (take @ shared, take @ self.features.dense)
        for a, (words_a, dense_a) in held.items():
            for b, (words_b, dense_b) in held.items():
                factor = float(self.factors[a, b])
                out += factor * (words_a @ words_b.T).toarray()
                out += factor * self.weights.dense * (dense_a @ dense_b.T)
        # texts without a date pay nothing, so they are in no row of the days
        dated = ~np.isnan(self.days[rows])
        days, at = np.unique(self.days[rows][dated], return_inverse=True)
        if len(days) > 1:
            take = _taking(group[dated], at, (len(groups), len(days)))
            out -= (take @ _gap_cost(days[:, None] - days[None, :])) @ take.T
        return out

    def _that_reach(self, pairs: Ties, factor: float, limit: float, *, is_twice: bool) -> Ties:
        one, other, scores = pairs
        cost = _gap_cost(self.days[one] - self.days[other])
        values = np.round(scores * np.float32(factor) - cost, 5).astype(np.float32)
        kept = values >= limit
        if is_twice:
            kept &= one < other
        one, other = one[kept], other[kept]
        return np.minimum(one, other), np.maximum(one, other), values[kept]


def _taking(groups: Rows, rows: Rows, shape: tuple[int, int]) -> Any:
    """The matrix whose product with others sums their rows by group."""
    from scipy.sparse import csr_matrix

    return csr_matrix((np.ones(len(rows)), (groups, rows)), shape=shape)


def _gap_cost(gap: npt.NDArray[np.floating[Any]]) -> npt.NDArray[np.floating[Any]]:
    """By days between two texts, in story_days; nothing where one has no date."""
    far = np.minimum(np.abs(gap), 1.0)
    far[np.isnan(far)] = 0.0
    return np.asarray(GAP_COST * far)


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
    taken: set[str] = set()
    for (old, label), _ in sorted(votes.items(), key=lambda item: (-item[1], item[0])):
        if label not in named and old not in taken:
            named[label] = old
            taken.add(old)
    ages = np.nan_to_num(days, nan=np.inf).tolist()
    for label, rows in members.items():
        if label not in named:
            by_age = sorted(rows, key=lambda r: (ages[r], doc_ids[r]))
            # the founder of a story that moved on may found a second one: then the next member gives the name
            names = (story_id(doc_ids[r]) for r in by_age)
            free = next((name for name in names if name not in taken), None)
            named[label] = free or f"{story_id(doc_ids[by_age[0]])}-{label}"
            taken.add(named[label])
    return tuple(named[label] for label in labels)


def _nearest(
    pair_scores: PairScores, labels: Sequence[int]
) -> tuple[tuple[int | None, ...], tuple[float | None, ...]]:
    members: dict[int, list[int]] = defaultdict(list)
    for row, label in enumerate(labels):
        members[label].append(row)
    nearest: list[int | None] = [None] * len(labels)
    values: list[float | None] = [None] * len(labels)
    stories = [np.array(held) for held in members.values() if len(held) > 1]
    for batch in batches(stories, AT_ONCE // 2):
        rows = np.concatenate(batch)
        story = np.repeat(np.arange(len(batch)), [len(held) for held in batch])
        scores = np.where(story[:, None] == story, pair_scores(rows, rows), -np.inf)
        np.fill_diagonal(scores, -np.inf)
        best = scores.argmax(axis=1)
        found = scores[np.arange(len(rows)), best].tolist()
        for row, other, value in zip(rows.tolist(), rows[best].tolist(), found, strict=True):
            nearest[row], values[row] = other, round(value, 4)
    return tuple(nearest), tuple(values)
