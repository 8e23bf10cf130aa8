"""Attention: how much of the week's coverage a group has, how sure that is, and how it grew.

Formulas and limits: docs/methodology/attention.md. Counts are origins. All rates are relative to what was collected, so
doubling everything changes no rate; only the intervals narrow, because more was seen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from horizon.signals.history import IntArray
from horizon.signals.series import F64

SPANS = (
    1,
    2,
    4,
)  # weeks that may count as "now": a sudden start, a confirmed one, and a source that speaks monthly
PRIOR_SHAPE = 0.5  # half an origin of prior belief, Jeffreys' choice for a Poisson rate
LEVEL = 0.9
MIN_BASELINE_WEEKS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """Now against the earlier weeks of the window."""

    span: int  # weeks taken as now
    n_recent: int  # origins in them
    expected: float  # origins expected in them from the baseline, class by class
    ratio: float  # smoothed; 1 is steady, 2 is doubled
    strength: float  # square-root share gained, times the root of the span; scale-free; 0 is steady
    probability: float  # that the rate really is higher than before
    baseline_weeks: int


def interval(counts: IntArray, totals: IntArray, typical: float) -> tuple[float, float] | None:
    """90 % Gamma-Poisson interval of the share of one week, source classes weighted equally; None without any origin.

    counts, totals: (n_classes,) of the week. typical: prior mean share. The mean of the classes' Gamma posteriors is
    matched by one Gamma with the same mean and variance.
    """
    from scipy.special import gammaincinv

    known = totals > 0
    if not known.any():
        return None
    shape = PRIOR_SHAPE + counts[known]
    rate = PRIOR_SHAPE / typical + totals[known]
    mean = float(np.mean(shape / rate))
    variance = float(np.sum(shape / rate**2)) / int(known.sum()) ** 2
    k, theta = mean * mean / variance, variance / mean
    low, high = gammaincinv(k, (1 - LEVEL) / 2) * theta, gammaincinv(k, (1 + LEVEL) / 2) * theta
    share = float(np.mean(counts[known] / totals[known]))
    return min(float(low), share), min(1.0, max(float(high), share))


def growth(counts: IntArray, totals: IntArray, typical: float, *, window: int) -> Growth | None:
    """The strongest of the growths over the spans, or None when there is no earlier week to compare with.

    counts, totals: (n_classes, n_weeks). window: weeks looked at, the last of them included.
    """
    found = [
        g
        for span in SPANS
        if (g := growth_over(counts, totals, typical, window=window, span=span)) is not None
    ]
    # a span has to beat the shorter one clearly, so that a steady series reports the latest week
    return max(found, key=lambda g: (round(g.strength, 9), -g.span)) if found else None


def growth_over(
    counts: IntArray, totals: IntArray, typical: float, *, window: int, span: int
) -> Growth | None:
    """Growth with the last `span` weeks as now. None when fewer than two earlier weeks of any class were seen.

    Each class is compared with itself: expected = sum over classes of baseline share times origins collected now, so a
    new source or a class that woke up raises nothing by itself.
    """
    first = max(0, counts.shape[1] - window)
    k1, n1 = counts[:, -span:].sum(axis=1), totals[:, -span:].sum(axis=1)
    k2, n2 = counts[:, first:-span].sum(axis=1), totals[:, first:-span].sum(axis=1)
    baseline_weeks = int((totals[:, first:-span].sum(axis=0) > 0).sum())
    known = (n1 > 0) & (n2 > 0)
    if not known.any() or baseline_weeks < MIN_BASELINE_WEEKS:
        return None
    recent, collected = int(k1[known].sum()), int(n1[known].sum())
    expected = float(np.sum(k2[known] * (n1[known] / n2[known])))
    prior = typical * collected
    return Growth(
        span=span,
        n_recent=recent,
        expected=expected,
        ratio=(recent + prior) / (expected + prior),
        strength=float(
            np.sqrt(span) * (np.sqrt((recent + prior) / collected) - np.sqrt((expected + prior) / collected))
        ),
        probability=rate_probability(
            recent, int(k2[known].sum()), _exposure(expected, k2[known], n1[known], n2[known])
        ),
        baseline_weeks=baseline_weeks,
    )


def rate_probability(recent: int, earlier: int, exposure: float) -> float:
    """Probability that the rate now is above the earlier rate. exposure: now's exposure / the earlier exposure.

    Two Gamma(count + 0.5) rates; their comparison is a Beta distribution function. 0.5 is a fair coin.
    """
    from scipy.special import betainc

    return float(betainc(earlier + PRIOR_SHAPE, recent + PRIOR_SHAPE, 1.0 / (1.0 + exposure)))


def _exposure(expected: float, k2: IntArray, n1: IntArray, n2: IntArray) -> float:
    earlier = int(k2.sum())
    return expected / earlier if earlier else float(n1.sum() / n2.sum())


def weekly_shares(counts: IntArray, totals: IntArray) -> F64:
    """Share of all origins per week, classes pooled: (n_weeks,), nan where nothing was collected."""
    n = totals.sum(axis=0).astype(np.float64)
    return np.asarray(
        np.divide(counts.sum(axis=0), n, out=np.full(n.shape, np.nan), where=n > 0), dtype=np.float64
    )
