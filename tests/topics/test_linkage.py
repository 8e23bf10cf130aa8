"""horizon/topics/linkage.py: the quick joining of groups against a slow, obvious twin."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from horizon.topics.linkage import agglomerate


def slow_twin(
    similarity: npt.NDArray[np.float64],
    start: list[int],
    *,
    limit: float,
    old_limit: float,
    doubt: float,
    relief: float,
) -> list[int]:
    """Every mean is worked out anew from the pairs before every join."""
    groups: dict[object, list[int]] = {}
    for row, number in enumerate(start):
        groups.setdefault(("alone", row) if number < 0 else ("started", number), []).append(row)
    held = sorted(groups.values())
    while True:
        own = [max(float(similarity[np.ix_(g, g)].mean()), 0.05) for g in held]
        found: list[tuple[float, int, int]] = []
        for i, one in enumerate(held):
            for j in range(i + 1, len(held)):
                pairs = similarity[np.ix_(one, held[j])]
                mean = pairs.mean() / (own[i] * own[j]) ** (relief / 2) - doubt / np.sqrt(pairs.size)
                is_old = any(start[r] >= 0 for r in one) and any(start[r] >= 0 for r in held[j])
                if round(mean, 6) >= (old_limit if is_old else limit):
                    found.append((-round(mean, 6), i, j))
        if not found:
            break
        _, i, j = min(found)
        held = sorted([*(g for at, g in enumerate(held) if at not in (i, j)), sorted(held[i] + held[j])])
    labels = [0] * len(start)
    for number, group in enumerate(held):
        for row in group:
            labels[row] = number
    return labels


@given(
    seed=st.integers(0, 10_000),
    n=st.integers(1, 14),
    doubt=st.sampled_from((0.0, 0.07)),
    relief=st.sampled_from((0.0, 0.5)),
)
def test_quick_joining_gives_the_groups_of_the_slow_twin(
    seed: int, n: int, doubt: float, relief: float
) -> None:
    dice = np.random.default_rng(seed)
    points = dice.normal(size=(n, 4))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    similarity = points @ points.T
    start = [int(x) for x in dice.integers(-1, 3, size=n)]
    arguments = {"limit": 0.14, "old_limit": 0.3, "doubt": doubt, "relief": relief}
    assert agglomerate(similarity, start=start, **arguments) == slow_twin(similarity, start, **arguments)


def test_rows_below_the_limit_stay_alone() -> None:
    assert agglomerate(np.eye(3), limit=0.1) == [0, 1, 2]
    assert agglomerate(np.zeros((0, 0)), limit=0.1) == []


def test_two_old_groups_need_more_than_a_new_row_does() -> None:
    similarity = np.array([[1.0, 0.5, 0.5], [0.5, 1.0, 0.5], [0.5, 0.5, 1.0]])
    assert agglomerate(similarity, limit=0.4, start=[0, 1, -1], old_limit=0.6) == [0, 1, 0]
    assert agglomerate(similarity, limit=0.4, start=[0, 1, -1], old_limit=0.5) == [0, 0, 0]


@pytest.mark.parametrize("limit", [0.14, 0.24])
def test_joining_does_not_lean_on_the_order_of_rows(limit: float) -> None:
    dice = np.random.default_rng(7)
    points = dice.normal(size=(60, 5))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    order = dice.permutation(60)
    one = agglomerate(points @ points.T, limit=limit)
    other = agglomerate(points[order] @ points[order].T, limit=limit)
    together = {frozenset(np.flatnonzero(np.array(one) == g).tolist()) for g in one}
    assert together == {frozenset(order[np.array(other) == g].tolist()) for g in other}
