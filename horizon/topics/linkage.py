"""Average-link agglomeration that may start from given groups, with another limit where two old groups would meet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from horizon.types import FloatArray

LOW = -np.inf
LEAST_OWN = 0.05  # mean similarity within a group below which it is taken for this
MOST_AT_ONCE = 3_000  # rows whose every pair is held at once: 36 MB of scores, seconds of work
# rows of small chains whose pairs are looked at together: more of them are fewer calls and more pairs that nobody asked for
CHAINED_AT_ONCE = 192
CUT_STEP = 0.02
Rows: TypeAlias = npt.NDArray[np.int64]
Ties: TypeAlias = tuple[Rows, Rows, FloatArray]  # row, later row, similarity
Block: TypeAlias = Callable[[Rows, Rows], FloatArray]
TieFinder: TypeAlias = Callable[[float], Ties]
SumFinder: TypeAlias = Callable[[list[list[int]]], npt.NDArray[np.float64]]


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
    sums = _group_sums(np.array(similarity, dtype=np.float64), groups)
    cap = limit if old_limit is None else old_limit
    return _numbers(n, join(sums, groups, is_old, limit=limit, cap=cap, doubt=doubt, relief=relief))


def agglomerate_in_parts(
    block: Block,
    n: int,
    *,
    limit: float,
    most: int = MOST_AT_ONCE,
    rows_at_once: int = 512,
    find_ties: TieFinder | None = None,
    find_sums: SumFinder | None = None,
) -> list[int]:
    """The same groups as agglomerate (without starting groups, doubt and relief) in memory that does not grow as n * n.

    block: similarity of some rows with some others. Two groups whose mean reaches the limit hold a pair that does, so
    rows that no chain of such pairs ties can be joined apart, exactly. Only a chain of more than `most` rows is cut at its
    weaker ties first and its parts joined as wholes afterwards. find_ties, find_sums: the pairs that reach a limit, and the
    sums of similarities over the pairs of every two groups, where they can be told without looking at all pairs.
    """
    everything = np.arange(n)
    if n <= most:
        return agglomerate(block(everything, everything), limit=limit)
    ties = find_ties(limit) if find_ties else _ties_by_block(block, everything, limit, rows_at_once)
    chains = _chained(everything, ties, limit)
    sums = find_sums or (lambda held: _sums_by_block(block, held))
    return _numbers(n, _joined_parts(block, sums, chains, ties, limit, most))


def _ties_by_block(block: Block, everything: Rows, limit: float, rows_at_once: int) -> Ties:
    left: list[Rows] = []
    right: list[Rows] = []
    values: list[FloatArray] = []
    for start in range(0, len(everything), rows_at_once):
        rows, others = everything[start : start + rows_at_once], everything[start:]
        scores = block(rows, others)
        i, j = np.nonzero(scores >= limit)
        later = others[j] > rows[i]
        left.append(rows[i[later]])
        right.append(others[j[later]])
        values.append(scores[i[later], j[later]])
    return np.concatenate(left), np.concatenate(right), np.concatenate(values)


def batches(parts: Sequence[Rows], rows_at_once: int) -> list[list[Rows]]:
    """The parts in runs of about rows_at_once rows, so that many small ones cost one look at the features."""
    out: list[list[Rows]] = []
    held = rows_at_once
    for part in parts:
        if held + len(part) > rows_at_once:
            out.append([])
            held = 0
        out[-1].append(part)
        held += len(part)
    return out


def _joined_parts(
    block: Block, find_sums: SumFinder, chains: Sequence[Rows], ties: Ties, limit: float, most: int
) -> list[list[int]]:
    """The groups of every chain. A chain of two reaches the limit, because it is tied."""
    groups = [rows.tolist() for rows in chains if len(rows) <= 2]
    for batch in batches([rows for rows in chains if 2 < len(rows) <= most], CHAINED_AT_ONCE):
        together = np.concatenate(batch)
        scores = block(together, together)
        start = 0
        for rows in batch:
            at = slice(start, start + len(rows))
            start += len(rows)
            labels = np.array(agglomerate(scores[at, at], limit=limit))
            groups.extend(rows[labels == label].tolist() for label in range(int(labels.max()) + 1))
    for rows in chains:
        if len(rows) > most:
            groups += _joined_in_parts(block, find_sums, rows, ties, limit, most)
    return groups


def _joined_in_parts(
    block: Block, find_sums: SumFinder, rows: Rows, ties: Ties, limit: float, most: int
) -> list[list[int]]:
    """The groups of a chain of more than `most` rows."""
    parts = [rows]
    cut = limit
    while max(map(len, parts)) > most and cut < 1:
        cut += CUT_STEP
        parts = [p for part in parts for p in (_chained(part, ties, cut) if len(part) > most else [part])]
    groups = sorted(_joined_parts(block, find_sums, [part[:most] for part in parts], ties, limit, most))
    groups += [[int(row)] for part in parts for row in part[most:]]
    if len(groups) > most:
        return groups
    return join(
        find_sums(groups),
        groups,
        np.zeros(len(groups), dtype=bool),
        limit=limit,
        cap=limit,
        doubt=0.0,
        relief=0.0,
    )


def _sums_by_block(
    block: Block, groups: list[list[int]], *, rows_at_once: int = 512
) -> npt.NDArray[np.float64]:
    """Sum of similarities between every two groups, (k, k), without holding all pairs at once."""
    rows = np.concatenate([np.array(g) for g in groups])
    group_of = np.repeat(np.arange(len(groups)), [len(g) for g in groups])
    starts = np.cumsum([0, *(len(g) for g in groups[:-1])])
    sums = np.zeros((len(groups), len(groups)))
    for at in range(0, len(rows), rows_at_once):
        part = np.add.reduceat(block(rows[at : at + rows_at_once], rows).astype(np.float64), starts, axis=1)
        np.add.at(sums, group_of[at : at + rows_at_once], part)
    return sums


def _chained(rows: Rows, ties: Ties, cut: float) -> list[Rows]:
    """The rows in sets tied by pairs at or above the cut, each sorted."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    left, right, values = ties
    place = np.full(int(max(rows.max(), left.max(initial=0), right.max(initial=0))) + 1, -1)
    place[rows] = np.arange(len(rows))
    held = (values >= cut) & (place[left] >= 0) & (place[right] >= 0)
    shape = (len(rows), len(rows))
    graph = coo_matrix((np.ones(int(held.sum())), (place[left[held]], place[right[held]])), shape=shape)
    n_sets, labels = connected_components(graph, directed=False)
    order = np.argsort(labels, kind="stable")
    return [
        np.sort(rows[part]) for part in np.split(order, np.cumsum(np.bincount(labels, minlength=n_sets))[:-1])
    ]


def join(
    sums: npt.NDArray[np.float64],
    groups: list[list[int]],
    is_old: npt.NDArray[np.bool_],
    *,
    limit: float,
    cap: float,
    doubt: float,
    relief: float,
) -> list[list[int]]:
    """Join groups by their sums of similarities; see agglomerate. The arguments are used up.

    A join changes the means of one row only, and because no other mean grows, the best value a row had stays an upper bound:
    a row is worked out again only when that bound has come to the top. Rows of sums are added where groups join, columns
    only when a row is worked out, because a column lies scattered in memory.
    """
    n = len(groups)
    sizes = np.array([len(g) for g in groups], dtype=np.float64)
    measure, root = _measures(sums.diagonal(), sizes, relief)
    held_in = np.arange(n)  # by column of sums, the group that holds it
    is_gone = np.zeros(n, dtype=bool)
    is_stale = np.zeros(n, dtype=bool)

    def means(i: int) -> npt.NDArray[np.float64]:
        """Of group i with every other, LOW where they may not be joined; its own measure is brought up to date."""
        row = np.asarray(np.bincount(held_in, weights=sums[i], minlength=n), dtype=np.float64)
        own = max(float(row[i]) / float(sizes[i] * sizes[i]), LEAST_OWN)
        measure[i], root[i] = 1 / (float(sizes[i]) * own ** (relief / 2)), 1 / np.sqrt(sizes[i])
        row *= measure * measure[i]
        if doubt:
            row -= (doubt * root[i]) * root
        np.round(row, 6, out=row)
        np.putmask(row, is_gone | (row < limit), LOW)
        row[i] = LOW
        if is_old[i] and cap > limit:
            row[is_old & (row < cap)] = LOW
        return row

    best, value = _best(sums, measure, root, is_old, limit=limit, cap=cap, doubt=doubt)
    for _ in range(n - 1):
        i = int(value.argmax())
        while is_stale[i]:
            row = means(i)
            best[i] = row.argmax()
            value[i], is_stale[i] = row[best[i]], False
            i = int(value.argmax())
        if value[i] == LOW:
            break
        a, b = sorted((i, int(best[i])))
        groups[a] = sorted(groups[a] + groups[b])
        sums[a] += sums[b]
        sizes[a] += sizes[b]
        is_old[a] |= is_old[b]
        is_gone[b] = True
        held_in[held_in == b] = a
        value[b] = LOW
        row = means(a)
        is_stale |= (best == a) | (best == b)
        # a row whose best was elsewhere may now like the joined group better
        better = np.flatnonzero(row > value)
        best[better], value[better], is_stale[better] = a, row[better], False
        best[a] = row.argmax()
        value[a], is_stale[a] = row[best[a]], False
    return [g for g, gone in zip(groups, is_gone.tolist(), strict=True) if not gone]


def _measures(
    own_sums: npt.NDArray[np.float64], sizes: npt.NDArray[np.float64], relief: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """What the sum over two groups is multiplied by on the side of each (size, own mean), and 1 / root of its size."""
    own = np.maximum(own_sums / (sizes * sizes), LEAST_OWN)
    return 1 / (sizes * own ** (relief / 2)), 1 / np.sqrt(sizes)


def _best(
    sums: npt.NDArray[np.float64],
    measure: npt.NDArray[np.float64],
    root: npt.NDArray[np.float64],
    is_old: npt.NDArray[np.bool_],
    *,
    limit: float,
    cap: float,
    doubt: float,
    rows_at_once: int = 64,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """The other group that each is most alike to by mean similarity, and how much; LOW where it may be joined with none."""
    best, value = np.zeros(len(sums), dtype=np.int64), np.full(len(sums), LOW)
    for start in range(0, len(sums), rows_at_once):
        at = slice(start, start + rows_at_once)
        rows = sums[at] * (measure[at, None] * measure)
        if doubt:
            rows -= doubt * (root[at, None] * root)
        np.round(rows, 6, out=rows)
        rows[rows < limit] = LOW
        if cap > limit:
            rows[(is_old[at, None] & is_old) & (rows < cap)] = LOW
        own = np.arange(len(rows))
        rows[own, own + start] = LOW
        best[at] = rows.argmax(axis=1)
        value[at] = rows[own, best[at]]
    return best, value


def _starting_groups(n: int, start: Sequence[int] | None) -> list[list[int]]:
    if start is None:
        return [[row] for row in range(n)]
    groups: dict[tuple[str, int], list[int]] = {}
    for row in range(n):
        key = ("alone", row) if start[row] < 0 else ("started", start[row])
        groups.setdefault(key, []).append(row)
    return sorted(groups.values())


def _group_sums(similarity: npt.NDArray[np.float64], groups: list[list[int]]) -> npt.NDArray[np.float64]:
    """Sum of similarities between every two groups, (k, k): the similarities themselves where each row is a group."""
    if len(groups) == len(similarity):
        return similarity
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
