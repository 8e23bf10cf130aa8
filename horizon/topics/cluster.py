"""Topics: stories about one theme, found anew every week but starting from last week's topics.

Units are stories (a lone document is a story of one). What was in a topic stays there unless the evidence against it is
strong; what is new joins the most alike topic or founds one with others. Source: docs/methodology/topics.md
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from horizon.topics.linkage import agglomerate
from horizon.topics.similarity import Features, Weights
from horizon.types import FloatArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

TOPIC_WEIGHTS = Weights(sparse=0.3, dense=0.25, names=0.15, grams=0.3)
RELIEF = 0.5  # see agglomerate


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Mean similarities at which things happen; the distances between them are the topics' inertia."""

    join: float  # a new unit joins a topic, units found one
    leave: float  # below this a unit leaves its topic, and a topic falls into parts
    merge: float  # two topics of last week become one
    doubt: float = 0.0  # see agglomerate: few pairs must be more alike


def cluster(scores: FloatArray, earlier: Sequence[int], limits: Limits) -> list[int]:
    """Group number per unit (0..k-1 by first member; lone units have a group of their own).

    scores: (n, n) similarity of units. earlier: topic number of last week per unit, -1 for none.
    """
    start = release(scores, earlier, limits.leave)
    start = split(scores, start, limits.leave)
    return agglomerate(
        scores, limit=limits.join, start=start, old_limit=limits.merge, doubt=limits.doubt, relief=RELIEF
    )


def release(scores: FloatArray, earlier: Sequence[int], leave: float) -> list[int]:
    """The earlier topics without the units that are less than `leave` alike to the rest of theirs."""
    out = list(earlier)
    for rows in _members(earlier).values():
        if len(rows) < 3:
            continue
        block = scores[np.ix_(rows, rows)].astype(np.float64)
        own = max(float(block.mean()), 0.05)
        means = np.round((block.sum(axis=1) - block.diagonal()) / (len(rows) - 1) / own ** (RELIEF / 2), 6)
        for row, mean in zip(rows, means, strict=True):
            if mean < leave:
                out[row] = -1
    return out


def split(scores: FloatArray, earlier: Sequence[int], leave: float) -> list[int]:
    """Topics that fall into parts below `leave` become several; the largest part keeps the number, crumbs are let go."""
    out = list(earlier)
    following = max(earlier, default=-1) + 1
    for number, rows in sorted(_members(earlier).items()):
        if len(rows) < 4:
            continue
        parts = _members(agglomerate(scores[np.ix_(rows, rows)], limit=leave, relief=RELIEF))
        by_size = sorted(parts.values(), key=lambda part: (-len(part), part))
        for rank, part in enumerate(by_size):
            for member in part:
                out[rows[member]] = number if rank == 0 else following if len(part) > 1 else -1
            if rank and len(part) > 1:
                following += 1
    return out


def balance(topics: Sequence[str | None]) -> list[float]:
    """How much each text counts in frequencies and means: a topic of n texts counts as the root of n.

    Without it a theme that fills half the news becomes the background: its own words weigh nothing, its direction is
    taken away with the mean, and it falls to pieces just when it matters most.
    """
    sizes = Counter(t for t in topics if t)
    return [1.0 if t is None else sizes[t] ** -0.5 for t in topics]


def pool(features: Features, groups: Sequence[Sequence[int]]) -> Features:
    """Features of groups of texts: the mean of their rows at unit length."""
    from scipy.sparse import csr_matrix

    rows = (
        np.concatenate([np.full(len(g), i) for i, g in enumerate(groups)])
        if groups
        else np.zeros(0, dtype=int)
    )
    columns = np.concatenate([np.array(g) for g in groups]) if groups else np.zeros(0, dtype=int)
    mean = csr_matrix(
        (np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=(len(groups), len(features))
    )
    dense = np.asarray(mean @ features.dense)
    norm = np.linalg.norm(dense, axis=1, keepdims=True)
    dense = np.divide(dense, norm, out=np.zeros_like(dense), where=norm > 0).astype(np.float32)
    return Features(
        words=_unit_rows(mean @ features.words),
        dense=dense,
        names=_unit_rows(mean @ features.names),
        grams=_unit_rows(mean @ features.grams),
    )


def _unit_rows(matrix: csr_matrix) -> csr_matrix:
    from scipy.sparse import diags

    norm = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return (diags(1 / np.where(norm > 0, norm, 1)) @ matrix).tocsr()


def _members(numbers: Sequence[int]) -> dict[int, list[int]]:
    out: dict[int, list[int]] = defaultdict(list)
    for row, number in enumerate(numbers):
        if number >= 0:
            out[number].append(row)
    return dict(out)
