"""Average-link agglomeration that may start from given groups, with another limit where two old groups would meet."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from horizon.types import FloatArray

LOW = -np.inf


def agglomerate(
    similarity: FloatArray,
    *,
    limit: float,
    start: Sequence[int] | None = None,
    old_limit: float | None = None,
    doubt: float = 0.0,
    relief: float = 0.0,
) -> list[int]:
    """Group numbers (0..k-1 by first member) after joining the two most alike groups until none reaches the limit.

    similarity: (n, n) symmetric; groups are as alike as the mean over their pairs. start: group number per row, -1 for a
    row that begins alone; two groups that both contain started rows join only at old_limit. doubt: taken from the mean,
    divided by the root of the number of pairs, because among many texts two that have nothing in common may look alike,
    but ten hardly. relief: how far the mean is measured by the groups' own: 0 is average link, 1 the cosine of centroids;
    between, a wide theme may take in what is as alike to it as its members are to each other. Ties go to the lowest row.
    """
    n = similarity.shape[0]
    groups = _starting_groups(n, start)
    is_old = np.array([start is not None and start[g[0]] >= 0 for g in groups], dtype=bool)
    sums = _group_sums(np.asarray(similarity, dtype=np.float64), groups)
    sizes = np.array([len(g) for g in groups], dtype=np.float64)
    cap = limit if old_limit is None else old_limit

    def row_means(i: int) -> npt.NDArray[np.float64]:
        n_pairs = sizes * sizes[i]
        own = np.maximum(sums.diagonal() / (sizes * sizes), 0.05)
        means = sums[i] / n_pairs / (own * own[i]) ** (relief / 2) - doubt / np.sqrt(n_pairs)
        means = np.round(means, 6)
        means[~alive] = LOW
        means[i] = LOW
        if is_old[i]:
            means[is_old & (means < cap)] = LOW
        means[means < limit] = LOW
        return np.asarray(means, dtype=np.float64)

    alive = np.ones(len(groups), dtype=bool)
    best = np.zeros(len(groups), dtype=np.int64)
    value = np.full(len(groups), LOW, dtype=np.float64)
    for i in range(len(groups)):
        means = row_means(i)
        best[i], value[i] = int(means.argmax()), means.max(initial=LOW)
    while len(groups) > 1:
        i = int(value.argmax())
        if value[i] == LOW:
            break
        a, b = sorted((i, int(best[i])))
        groups[a] = sorted(groups[a] + groups[b])
        sums[a] += sums[b]
        sums[:, a] += sums[:, b]
        sizes[a] += sizes[b]
        is_old[a] |= is_old[b]
        alive[b] = False
        value[b] = LOW
        means = row_means(a)
        best[a], value[a] = int(means.argmax()), means.max()
        stale = alive & ((best == a) | (best == b))
        stale[a] = False
        for j in np.flatnonzero(stale & (value > LOW)):
            again = row_means(int(j))
            best[j], value[j] = int(again.argmax()), again.max()
        # a row whose best was elsewhere may now like the joined group better
        better = alive & (means > value)
        better[a] = False
        best[better], value[better] = a, means[better]
    return _numbers(n, [g for g, keep in zip(groups, alive, strict=True) if keep])


def _starting_groups(n: int, start: Sequence[int] | None) -> list[list[int]]:
    groups: dict[tuple[str, int], list[int]] = {}
    for row in range(n):
        key = ("alone", row) if start is None or start[row] < 0 else ("started", start[row])
        groups.setdefault(key, []).append(row)
    return sorted(groups.values())


def _group_sums(similarity: npt.NDArray[np.float64], groups: list[list[int]]) -> npt.NDArray[np.float64]:
    """Sum of similarities between every two groups, (k, k)."""
    if all(len(g) == 1 for g in groups):
        return similarity.copy()
    rows = np.concatenate([np.array(g) for g in groups])
    starts = np.cumsum([0, *(len(g) for g in groups[:-1])])
    ordered = similarity[np.ix_(rows, rows)]
    return np.asarray(np.add.reduceat(np.add.reduceat(ordered, starts, axis=0), starts, axis=1))


def _numbers(n: int, groups: list[list[int]]) -> list[int]:
    labels = [0] * n
    for number, group in enumerate(sorted(groups)):
        for row in group:
            labels[row] = number
    return labels
