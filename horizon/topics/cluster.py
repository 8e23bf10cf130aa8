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
import numpy.typing as npt

from horizon.topics.linkage import MOST_AT_ONCE, agglomerate, join
from horizon.topics.similarity import Features, Weights, even_languages, language_factors, similarities
from horizon.types import FloatArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

TOPIC_WEIGHTS = Weights(sparse=0.3, dense=0.25, names=0.15, grams=0.3)
RELIEF = 0.5  # see agglomerate
NAMELESS_COST = 0.1  # see without_shared_names
SHARED_NAMES = 0.05  # likeness of names below which two stories share none worth the word
TO_FALL_APART = 4  # texts of a topic below which it stays whole
OF_A_PART = 2  # texts that a part must have to be a topic of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Mean similarities at which things happen; the distances between them are the topics' inertia."""

    join: float  # a new unit joins a topic, units found one
    leave: float  # below this a unit leaves its topic, and a topic falls into parts
    merge: float  # two topics of last week become one
    doubt: float = 0.0  # see agglomerate: few pairs must be more alike


def cluster(
    scores: FloatArray, earlier: Sequence[int], limits: Limits, sizes: npt.NDArray[np.int64]
) -> list[int]:
    """Group number per unit (0..k-1 by first member; lone units have a group of their own).

    scores: (n, n) similarity of units. earlier: topic number of last week per unit, -1 for none. sizes: (n,) texts of each.
    """
    start = release(scores, earlier, limits.leave)
    start = split(scores, start, limits.leave, sizes)
    return agglomerate(
        scores, limit=limits.join, start=start, old_limit=limits.merge, doubt=limits.doubt, relief=RELIEF
    )


def cluster_units(
    features: Features,
    languages: Sequence[str],
    earlier: Sequence[int],
    limits: Limits,
    *,
    sizes: Sequence[int] | None = None,
    most: int = MOST_AT_ONCE,
) -> list[int]:
    """Group number per unit, from features; every pair is weighed while there are at most `most` units.

    sizes: texts of each unit, 1 where not given.

    More units are first laid out in blocks of alike ones, last week's topics kept whole, and each block is clustered as
    above; then the groups of two or more are joined over the blocks by their exact mean similarity. What is lost is a lone
    unit whose only match fell into another block. Time and memory grow with the number of units, not with its square.
    """
    n = len(features)
    texts = np.array(sizes if sizes is not None else [1] * n, dtype=np.int64)
    if n <= most:
        scores = even_languages(similarities(features, features, TOPIC_WEIGHTS), languages)
        return cluster(without_shared_names(scores, features, texts > 1), earlier, limits, texts)
    number, factors = language_factors(features, TOPIC_WEIGHTS, languages)
    language = np.array([number[name] for name in languages], dtype=np.int64)
    numbers = np.full(n, -1, dtype=np.int64)
    following = 0
    for rows in lay_out(features.dense, earlier, most // 2):
        block = features.take(rows)
        scores = similarities(block, block, TOPIC_WEIGHTS)
        own = scores.diagonal().copy()
        scores = np.round(scores * factors[np.ix_(language[rows], language[rows])], 5)
        np.fill_diagonal(scores, own)
        scores = without_shared_names(scores, block, texts[rows] > 1)
        found = cluster(scores, [earlier[row] for row in rows], limits, texts[rows])
        numbers[rows] = np.array(found) + following
        following += max(found) + 1
    return join_over_blocks(features, numbers, earlier, limits)


def without_shared_names(scores: FloatArray, features: Features, told: npt.NDArray[np.bool_]) -> FloatArray:
    """Scores less a cost where two stories that several texts tell share no name or number.

    Pooled over texts, any two stories of one kind (two shootings, two trials) lie close in meaning and in their common
    words; whose they are is in the names. A lone text may name too little to be held to this. told: (n,) stories of two
    texts or more.
    """
    at = np.flatnonzero(told)
    if len(at) < 2:
        return scores
    names = features.names[at]
    is_nameless = (names @ names.T).toarray() < SHARED_NAMES
    np.fill_diagonal(is_nameless, False)
    out = scores.copy()
    out[np.ix_(at, at)] -= np.float32(NAMELESS_COST) * is_nameless
    return np.asarray(np.round(out, 5), dtype=np.float32)


def lay_out(dense: FloatArray, earlier: Sequence[int], most: int) -> list[npt.NDArray[np.int64]]:
    """Rows in blocks of at most `most` by direction of their vectors; rows of one earlier topic lie in one block."""
    topics = np.array(earlier, dtype=np.int64)
    alone = np.flatnonzero(topics < 0)
    held = [*_members(earlier).values(), *([int(row)] for row in alone)]
    # a unit alone is its own centre
    centres = dense[[rows[0] for rows in held]].astype(np.float64)
    for i, rows in enumerate(held):
        if len(rows) > 1:
            centres[i] = dense[rows].mean(axis=0)
    norms = np.linalg.norm(centres, axis=1, keepdims=True)
    centres = np.round(centres / np.where(norms > 0, norms, 1), 6)
    sizes = np.array([len(rows) for rows in held])
    todo, blocks = [np.arange(len(held))], []
    while todo:
        part = todo.pop()
        if sizes[part].sum() <= most or len(part) == 1:
            blocks.append(np.sort(np.concatenate([np.array(held[i]) for i in part])))
            continue
        side = _two_sides(centres[part])
        todo += [part[side], part[~side]]
    return sorted(blocks, key=lambda rows: int(rows[0]))


def _two_sides(points: npt.NDArray[np.float64], *, rounds: int = 8) -> npt.NDArray[np.bool_]:
    """Spherical 2-means that starts from the halves along the direction of most spread; both sides hold something."""
    spread = points - points.mean(axis=0)
    direction = spread[np.argmax(np.round((spread * spread).sum(axis=1), 6))]
    for _ in range(6):
        direction = spread.T @ (spread @ direction)
        direction /= max(float(np.linalg.norm(direction)), 1e-12)
    along = np.round(spread @ direction, 6)
    halves = np.zeros(len(points), dtype=bool)
    halves[np.argsort(along, kind="stable")[: len(points) // 2]] = True
    side = halves
    whole = points.sum(axis=0)
    for _ in range(rounds):
        one, n_one = side.astype(np.float64) @ points, int(side.sum())
        along = points @ (one / n_one - (whole - one) / (len(points) - n_one))
        again = np.round(along, 6) > np.round(float(along.mean()), 6)
        if not again.any() or again.all() or (again == side).all():
            break
        side = again
    # a sliver of a side would make deep trees; halves always end
    return side if min(side.sum(), (~side).sum()) * 10 >= len(side) else halves


def join_over_blocks(
    features: Features, numbers: npt.NDArray[np.int64], earlier: Sequence[int], limits: Limits
) -> list[int]:
    """Numbers after joining groups of two or more by the exact mean similarity of their members (languages not evened out)."""
    from scipy.sparse import csr_matrix

    n = len(numbers)
    groups = [rows for rows in _members(numbers.tolist()).values() if len(rows) > 1]
    groups = sorted(sorted(groups, key=lambda g: (-len(g), g))[:MOST_AT_ONCE])
    rows = np.concatenate([np.array(g) for g in groups]) if groups else np.zeros(0, dtype=np.int64)
    of_group = np.repeat(np.arange(len(groups)), [len(g) for g in groups])
    take = csr_matrix((np.ones(len(rows)), (of_group, rows)), shape=(len(groups), n))
    w = TOPIC_WEIGHTS
    dense = take @ features.dense.astype(np.float64)
    sums = w.dense * (dense @ dense.T)
    for part, weight in ((features.words, w.sparse), (features.names, w.names), (features.grams, w.grams)):
        held = take @ part
        sums += weight * (held @ held.T).toarray()
    is_old = np.array([any(earlier[row] >= 0 for row in g) for g in groups], dtype=bool)
    joined = join(
        np.round(sums, 5), [list(g) for g in groups], is_old, limit=limits.join, cap=limits.merge,
        doubt=limits.doubt, relief=RELIEF,
    )  # fmt: skip
    out = numbers.copy()
    for group in joined:
        out[group] = numbers[group[0]]
    return [int(x) for x in out]


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


def split(
    scores: FloatArray, earlier: Sequence[int], leave: float, sizes: npt.NDArray[np.int64]
) -> list[int]:
    """Topics that fall into parts below `leave` become several; the largest part keeps the number, crumbs are let go.

    A part is as large as the texts of its stories: two stories may be told by half a dozen texts each. sizes: (n,).
    """
    out = list(earlier)
    following = max(earlier, default=-1) + 1
    for number, rows in sorted(_members(earlier).items()):
        if len(rows) < 2 or sizes[rows].sum() < TO_FALL_APART:
            continue
        parts = _members(agglomerate(scores[np.ix_(rows, rows)], limit=leave, relief=RELIEF))
        texts = {part: int(sizes[[rows[i] for i in held]].sum()) for part, held in parts.items()}
        for rank, part in enumerate(sorted(parts, key=lambda part: (-texts[part], parts[part]))):
            is_kept = rank > 0 and texts[part] >= OF_A_PART
            for member in parts[part]:
                out[rows[member]] = number if rank == 0 else following if is_kept else -1
            following += is_kept
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
