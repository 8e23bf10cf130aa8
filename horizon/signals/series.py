"""Weekly counts of origins, per group of documents and source class, and what share of a class they are.

A wire copy counts once, at the first document of its origin. A week in which a class has no origins at all says nothing about
anything in that class: it carries no exposure, so a late month or an outage is never read as a zero.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from horizon.signals.history import BoolArray, History, IntArray
from horizon.types import SOURCE_CLASSES

F64 = npt.NDArray[np.float64]
TYPICAL_RANGE = (0.002, 0.02)


def class_totals(history: History) -> IntArray:
    """Origins of all kinds per class and week: (n_classes, n_weeks)."""
    keep = history.is_counted
    totals = np.zeros((len(SOURCE_CLASSES), history.n_weeks), dtype=np.int64)
    np.add.at(totals, (history.source_class[keep], history.week[keep]), 1)
    return totals


def group_counts(history: History, groups: Sequence[IntArray]) -> IntArray:
    """Origins of each group (arrays of document numbers) per class and week: (n_groups, n_classes, n_weeks)."""
    keep = history.is_counted
    counts = np.zeros((len(groups), len(SOURCE_CLASSES), history.n_weeks), dtype=np.int64)
    for number, group in enumerate(groups):
        docs = group[keep[group]]
        np.add.at(counts[number], (history.source_class[docs], history.week[docs]), 1)
    return counts


def typical_share(counts: IntArray, totals: IntArray, *, weeks: int) -> float:
    """Median share of all origins that a live group has over the last weeks; the size one expects before looking.

    counts: (n_groups, n_classes, n_weeks). Scale-free: doubling all volume leaves it. Kept between 0.2 % and 2 %: a
    corpus of very many small topics keeps some smoothing, one of a few large topics does not drown a newcomer in it.
    """
    total = int(totals[:, -weeks:].sum())
    sizes = counts[:, :, -weeks:].sum(axis=(1, 2))
    alive = sizes[sizes > 0]
    low, high = TYPICAL_RANGE
    return float(np.clip(np.median(alive) / total, low, high)) if len(alive) else high


def mean_class_share(counts: IntArray, totals: IntArray, weeks: BoolArray | slice) -> float | None:
    """Share of all origins, source classes weighted equally; classes without any origin in the weeks are left out.

    counts, totals: (n_classes, n_weeks). None when no class has an origin.
    """
    k, n = counts[:, weeks].sum(axis=1), totals[:, weeks].sum(axis=1)
    known = n > 0
    return float(np.mean(k[known] / n[known])) if known.any() else None


def pooled_share(counts: IntArray, totals: IntArray, weeks: int) -> float | None:
    """Share of all origins over the last weeks, all classes together; None when nothing was collected."""
    total = int(totals[:, -weeks:].sum())
    return float(counts[:, -weeks:].sum() / total) if total else None
