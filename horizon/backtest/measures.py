"""What the cases amount to: precision, lift over chance, calibration, load. Pure; intervals by drawing whole weeks again.

Two kinds of chance: a random signal of the same week, and a random signal of the same age (in doublings of weeks) within the same
quarter. docs/methodology/backtest.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from horizon.backtest.cases import Case
from horizon.signals.series import F64

N_BOOT = 1000
LEVEL = 0.95
N_BINS = 10


@dataclass(frozen=True, slots=True)
class Interval:
    """A value and its 95 % bootstrap interval; all None where nothing was known."""

    value: float | None
    low: float | None
    high: float | None


def precision_and_lift(cases: Sequence[Case], chosen: Sequence[bool]) -> dict[str, Any]:
    """Share of the chosen that came true, and how many times chance that is.

    chosen: one a case. Cases without an outcome are left out. The expected precision of chance is taken over the weeks (and
    ages) of the chosen, so a week with many flags counts as often for both.
    """
    known = [(c, x) for c, x in zip(cases, chosen, strict=True) if c.came_true is not None]
    hits: dict[date, list[tuple[float, float, float]]] = defaultdict(list)
    week = _means([(c.week_on, c) for c, _ in known])
    age = _means([(_age_key(c), c) for c, _ in known])
    for c, is_chosen in known:
        if is_chosen:
            hits[c.week_on].append((float(bool(c.came_true)), week[c.week_on], age[_age_key(c)]))
    rows = [np.array(hits[w]) for w in sorted(hits)]
    if not rows:
        return {"n": 0, "precision": _plain(Interval(None, None, None))}
    return {
        "n": int(sum(len(r) for r in rows)),
        "base_rate": float(np.mean([bool(c.came_true) for c, _ in known])),
        "precision": _plain(_boot(rows, lambda r: float(r[:, 0].mean()))),
        "lift_same_week": _plain(_boot(rows, lambda r: _ratio(r, 1))),
        "lift_same_age": _plain(_boot(rows, lambda r: _ratio(r, 2))),
    }


def calibration(cases: Sequence[Case]) -> dict[str, Any]:
    """Brier score and skill over the base rate, AUC, expected calibration error, reliability by tenths."""
    known = [c for c in cases if c.came_true is not None and c.probability is not None]
    if not known:
        return {"n": 0}
    by_week: dict[date, list[tuple[float, float]]] = defaultdict(list)
    for c in known:
        by_week[c.week_on].append((float(c.probability or 0.0), float(bool(c.came_true))))
    rows = [np.array(by_week[w]) for w in sorted(by_week)]
    pairs = np.concatenate(rows)
    p, y = pairs[:, 0], pairs[:, 1]
    return {
        "n": len(y),
        "n_weeks": len(rows),
        "base_rate": float(y.mean()),
        "brier": float(np.mean((p - y) ** 2)),
        "brier_of_base_rate": float(y.mean() * (1 - y.mean())),
        "brier_skill": _plain(_boot(rows, lambda r: brier_skill(r[:, 0], r[:, 1]))),
        "auc": _plain(_boot(rows, lambda r: auc(r[:, 0], r[:, 1]), n_boot=200)),
        "ece": ece(p, y),
        "reliability": reliability(p, y),
    }


def brier_skill(p: F64, y: F64) -> float:
    """1 - Brier score / that of always saying the share that came true; 0 is no better, below 0 worse."""
    worst = float(y.mean() * (1 - y.mean()))
    return 1 - float(np.mean((p - y) ** 2)) / worst if worst > 0 else 0.0


def auc(p: F64, y: F64) -> float:
    """Probability that what came true was given the higher probability; 0.5 is chance, also where nothing or all came true."""
    from scipy.stats import rankdata

    n1 = float(y.sum())
    n0 = len(y) - n1
    return 0.5 if n1 == 0 or n0 == 0 else float((rankdata(p)[y == 1].sum() - n1 * (n1 + 1) / 2) / (n1 * n0))


def ece(p: F64, y: F64) -> float:
    """Mean distance of said and seen over tenths of the cases, weighted by their number."""
    return float(sum(abs(said - seen) * n for said, seen, n in reliability(p, y)) / len(p))


def reliability(p: F64, y: F64) -> list[tuple[float, float, int]]:
    """(mean probability said, share that came true, cases) by tenths of the cases, lowest first."""
    tenth = np.searchsorted(np.quantile(p, np.linspace(0, 1, N_BINS + 1)[1:-1]), p)
    found = [(tenth == k) for k in range(N_BINS)]
    return [(float(p[b].mean()), float(y[b].mean()), int(b.sum())) for b in found if b.any()]


def top_by(cases: Sequence[Case], key: str, k: int) -> list[bool]:
    """Marks the k cases of each week with the highest value of a field; unknown values are never chosen."""
    best: dict[date, list[tuple[float, str, int]]] = defaultdict(list)
    for i, c in enumerate(cases):
        value = getattr(c, key)
        if value is not None:
            best[c.week_on].append((-float(value), c.signal_id, i))
    chosen = {i for rows in best.values() for _, _, i in sorted(rows)[:k]}
    return [i in chosen for i in range(len(cases))]


def load(cases: Sequence[Case], weeks: Sequence[date]) -> dict[str, float]:
    """Flags a week."""
    n = dict.fromkeys(weeks, 0)
    for c in cases:
        n[c.week_on] += c.is_flagged
    counts = list(n.values())
    return {
        "mean": float(np.mean(counts)),
        "max": float(max(counts)),
        "weeks_without": float(counts.count(0)),
    }


def _age_key(c: Case) -> tuple[int, int, int]:
    return (int(np.log2(max(1, c.age_weeks))), c.week_on.year, (c.week_on.month - 1) // 3)


def _means(pairs: Sequence[tuple[Any, Case]]) -> dict[Any, float]:
    found: dict[Any, list[bool]] = defaultdict(list)
    for key, c in pairs:
        found[key].append(bool(c.came_true))
    return {key: float(np.mean(values)) for key, values in found.items()}


def _ratio(rows: F64, column: int) -> float:
    chance = float(rows[:, column].mean())
    return float(rows[:, 0].mean()) / chance if chance > 0 else float("nan")


def _boot(weeks: Sequence[F64], measure: Any, n_boot: int = N_BOOT) -> Interval:
    random = np.random.default_rng(0)
    value = measure(np.concatenate(list(weeks)))
    drawn = [
        measure(np.concatenate([weeks[i] for i in random.integers(0, len(weeks), len(weeks))]))
        for _ in range(n_boot)
    ]
    low, high = np.nanquantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(value), float(low), float(high))


def _plain(interval: Interval) -> dict[str, float | None]:
    return {"value": interval.value, "low": interval.low, "high": interval.high}
