from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from horizon.signals.attention import growth, interval, rate_probability
from horizon.signals.series import mean_class_share, typical_share

N_WEEKS = 12


def series(*rows: list[int]) -> np.ndarray:
    return np.array([*rows, *[[0] * len(rows[0])] * (3 - len(rows))], dtype=np.int64)


@given(st.integers(0, 50), st.integers(50, 500), st.integers(4, 30), st.integers(1, 10))
def test_steady_attention_scores_zero_growth(n: int, total: int, n_weeks: int, n_policy: int) -> None:
    counts = series([n] * n_weeks, [n_policy] * n_weeks)
    totals = series([total] * n_weeks, [10 * n_policy] * n_weeks)
    found = growth(counts, totals, 0.01, window=N_WEEKS)
    assert found is not None
    assert found.ratio == pytest.approx(1)
    assert found.strength == pytest.approx(0, abs=1e-12)
    assert found.span == 1


@given(st.lists(st.integers(0, 20), min_size=12, max_size=12), st.integers(2, 9))
def test_volume_changes_no_growth(counts: list[int], times: int) -> None:
    k, n = series(counts), series([c + 40 for c in counts])
    one, many = (growth(k * t, n * t, 0.02, window=N_WEEKS) for t in (1, times))
    assert one is not None and many is not None
    assert many.ratio == pytest.approx(one.ratio)
    assert many.strength == pytest.approx(one.strength, abs=1e-12)


def test_a_source_that_starts_to_publish_is_no_growth() -> None:
    # research wakes up in the last week and talks of the topic as much as anyone: its own past is unknown, not zero
    counts = series([2] * 12, [0] * 11 + [5])
    totals = series([40] * 12, [0] * 11 + [10])
    found = growth(counts, totals, 0.05, window=12)
    assert found is not None and found.ratio == pytest.approx(1)


def test_growth_is_unknown_without_a_past() -> None:
    assert growth(series([3]), series([30]), 0.05, window=12) is None
    assert growth(series([0, 0, 3]), series([0, 0, 30]), 0.05, window=12) is None


def test_a_monthly_source_grows_over_four_weeks() -> None:
    counts = series([0] * 12, [0] * 12, [1, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0])
    totals = series([0] * 12, [0] * 12, [20, 0, 0, 0] * 3)
    found = growth(counts, totals, 0.05, window=12)
    assert found is not None
    assert found.span == 4 and found.n_recent == 3 and found.expected == pytest.approx(1)


@given(st.integers(0, 30), st.integers(30, 400), st.floats(0.002, 0.2))
def test_the_interval_holds_the_share(k: int, n: int, typical: float) -> None:
    bounds = interval(np.array([k, 0, 0]), np.array([n, 0, 0]), typical)
    assert bounds is not None
    assert 0 <= bounds[0] <= k / n <= bounds[1] <= 1


def test_more_documents_narrow_the_interval() -> None:
    few = interval(np.array([2, 0, 0]), np.array([40, 0, 0]), 0.05)
    many = interval(np.array([200, 0, 0]), np.array([4000, 0, 0]), 0.05)
    assert few is not None and many is not None
    assert many[1] - many[0] < (few[1] - few[0]) / 5


def test_attention_is_unknown_when_nothing_was_collected() -> None:
    zero = np.zeros((3, 12), dtype=np.int64)
    assert interval(zero[:, 0], zero[:, 0], 0.05) is None
    assert mean_class_share(zero, zero, slice(-1, None)) is None
    assert typical_share(zero[None], zero, weeks=12) == 0.02


def test_classes_weigh_equally_in_the_share() -> None:
    counts, totals = series([1], [1]), series([100], [10])
    assert mean_class_share(counts, totals, slice(-1, None)) == pytest.approx((0.01 + 0.1) / 2)


@given(st.integers(0, 40), st.integers(0, 400))
def test_equal_evidence_is_a_fair_coin(recent: int, earlier: int) -> None:
    assert rate_probability(recent, recent, 1.0) == pytest.approx(0.5)
    assert 0 <= rate_probability(recent, earlier, 0.1) <= 1
