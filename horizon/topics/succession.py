"""What the members of topics do not tell: a topic that goes on inside another, and a part that was never seen to leave.

A merger shows in members only when old texts move; where all new texts go to one side, the other just falls silent. And a
part that broke off shows only when it takes old texts along; where its first text is new, it looks like a birth. Both are
told by what the newer texts are about: texts of a silent topic's own matter in another topic, or a new topic about what an
old one has stopped speaking of. Source: docs/methodology/topics.md
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from horizon.topics.cluster import RELIEF, SHARED_NAMES, TOPIC_WEIGHTS, Limits
from horizon.topics.similarity import Features

ENOUGH = 3  # texts on either side, before one topic is said to go on in another
AFTERWARDS = 2  # texts that show what an old topic speaks of now
Floats: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Topic:
    """Rows of a topic's texts, and whether there was such a topic last week."""

    rows: Sequence[int]
    is_old: bool


def taken_over(
    features: Features, ages: Floats, topics: Mapping[int, Topic], limits: Limits, *, silent: float
) -> dict[int, int]:
    """By topic that has been silent, the one that goes on with its matter.

    ages: (n_texts,) days before the end of the week. silent: days without a text, and the days whose texts in the other topic
    are looked at: as alike to the silent one's as two topics that become one, and about the same names.
    """
    quiet = [
        number
        for number, topic in topics.items()
        if topic.is_old and len(topic.rows) >= ENOUGH and ages[list(topic.rows)].min() >= silent
    ]
    fresh = {number: [row for row in topic.rows if ages[row] < silent] for number, topic in topics.items()}
    fresh = {number: rows for number, rows in fresh.items() if len(rows) >= ENOUGH}
    if not quiet or not fresh:
        return {}
    means, names = _means(features, [topics[number].rows for number in quiet], list(fresh.values()))
    others = list(fresh)
    out = {}
    for i, number in enumerate(quiet):
        best = int(means[i].argmax())
        if means[i, best] >= limits.merge and names[i, best] >= 2 * SHARED_NAMES:
            out[number] = others[best]
    return out


def broken_off(
    features: Features, ages: Floats, topics: Mapping[int, Topic], young: Sequence[int], limits: Limits
) -> dict[int, int]:
    """By new topic, the old one that spoke of its matter before and does so no more.

    Its texts from before the new topic's first are as alike to it as two topics that become one; those since then are less
    alike than a topic's own members must be. young: topics that are new, or were so lately that their first few texts may
    have said too little to tell.
    """
    old = [number for number, topic in topics.items() if topic.is_old and len(topic.rows) >= ENOUGH]
    if not young or not old:
        return {}
    means, names = _means(features, [topics[n].rows for n in young], [topics[n].rows for n in old])
    means[np.equal.outer(young, old)] = -np.inf
    out = {}
    for i, number in enumerate(young):
        best = int(means[i].argmax())
        first = ages[list(topics[number].rows)].max()
        before = [row for row in topics[old[best]].rows if ages[row] > first]
        since = [row for row in topics[old[best]].rows if ages[row] <= first]
        if names[i, best] < SHARED_NAMES or len(before) < AFTERWARDS or len(since) < AFTERWARDS:
            continue
        alike, _ = _means(features, [topics[number].rows], [before, since])
        if alike[0, 0] >= limits.merge and alike[0, 1] < limits.leave:
            out[number] = old[best]
    return out


def _means(
    features: Features, left: Sequence[Sequence[int]], right: Sequence[Sequence[int]]
) -> tuple[Floats, Floats]:
    """(similarity, that of names alone) of every left group with every right one, measured by the groups' own means."""
    take_left, take_right = _taking(left, len(features)), _taking(right, len(features))
    dense = features.dense.astype(np.float64)
    lefts, rights = take_left @ dense, take_right @ dense
    w = TOPIC_WEIGHTS
    out = w.dense * (lefts @ rights.T)
    own_left = w.dense * (lefts * lefts).sum(axis=1)
    own_right = w.dense * (rights * rights).sum(axis=1)
    names = np.zeros_like(out)
    for part, weight in ((features.words, w.sparse), (features.names, w.names), (features.grams, w.grams)):
        one, other = take_left @ part, take_right @ part
        product = (one @ other.T).toarray()
        out += weight * product
        own_left += weight * np.asarray(one.multiply(one).sum(axis=1)).ravel()
        own_right += weight * np.asarray(other.multiply(other).sum(axis=1)).ravel()
        if part is features.names:
            names = product
    measure = np.outer(_measure(own_left, left), _measure(own_right, right))
    return np.round(out * measure, 5), np.round(names, 5)


def _measure(own: Floats, groups: Sequence[Sequence[int]]) -> Floats:
    """What a mean is multiplied by for a group, from the mean over pairs of two of its texts (a text alone: as wide as most)."""
    sizes = np.array([len(group) for group in groups], dtype=np.float64)
    between = np.where(sizes > 1, (own * sizes - 1) / np.maximum(sizes - 1, 1), 0.3)
    return np.asarray(np.maximum(between, 0.05) ** (-RELIEF / 2))


def _taking(groups: Sequence[Sequence[int]], n: int):  # type: ignore[no-untyped-def]
    """The matrix whose product with rows gives the mean of each group."""
    from scipy.sparse import csr_matrix

    rows = np.concatenate([np.asarray(group, dtype=np.int64) for group in groups])
    sizes = np.array([len(group) for group in groups])
    of_group = np.repeat(np.arange(len(groups)), sizes)
    return csr_matrix((np.repeat(1 / sizes, sizes), (of_group, rows)), shape=(len(groups), n))
