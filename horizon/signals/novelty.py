"""Novelty: how far a group stands from all that came before, and few documents that nothing older resembles.

Small counts can not burst; what they can be is new. Distances are cosines of document vectors. Formulas and limits:
docs/methodology/emergence.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from horizon.signals.history import History, IntArray
from horizon.signals.scale import CosineScale
from horizon.signals.series import F64
from horizon.types import FloatArray

RECENT_WEEKS = 2
FAR_QUANTILE = (
    0.25  # documents whose nearest older document is further away than for three in four recent ones
)
MAX_FAR_Z = 4.0  # and never nearer than this; cosines in standard deviations above chance (scale.py)
NEAR_Z = 3.5  # makes two documents one matter
LOOKALIKE_Z = 3.0  # a document less similar than this to a centre is never taken for its like
THEME_Z = 2.6  # to the centre: documents of the wider theme a group belongs to
LOOKALIKE_MARGIN = 0.9
MAX_GROUP = 8  # more origins than this is a topic's business
SEASON_WEEKS = 3  # either side of the same week a year ago


@dataclass(frozen=True, slots=True, kw_only=True)
class NovelGroup:
    """Documents of the last weeks that are near each other and far from all before."""

    docs: IntArray
    distance: float  # 1 - cosine to the nearest older document, mean over the far ones
    has_primary: bool


def centroid_of(vectors: FloatArray) -> FloatArray | None:
    """Unit-length mean of the rows, rows of zeros left out; None when none is left or they cancel."""
    rows = vectors[np.any(vectors != 0, axis=1)]
    if not len(rows):
        return None
    mean = rows.mean(axis=0, dtype=np.float64)
    norm = float(np.linalg.norm(mean))
    return None if norm < 1e-9 else (mean / norm).astype(np.float32)


def lookalike_threshold(vectors: FloatArray, scale: CosineScale) -> float:
    """Cosine to the centroid that a new document of the same matter is expected to reach, less a margin.

    The members themselves are nearer, because they made the centroid: with mean pairwise cosine s and n members a
    stranger of the same kind reaches s / |mean|, and |mean|^2 = (1 + (n-1)s) / n.
    """
    rows = vectors[np.any(vectors != 0, axis=1)]
    n = len(rows)
    if n < 2:
        return scale.at(MAX_FAR_Z)
    squared = float(np.sum(rows.mean(axis=0, dtype=np.float64) ** 2))
    pairwise = (n * squared - 1) / (n - 1)
    return float(
        np.clip(LOOKALIKE_MARGIN * pairwise / np.sqrt(max(squared, 1e-9)), scale.at(LOOKALIKE_Z), 0.95)
    )


def past_peak_share(shares: F64, *, before: int, span: int = 4) -> float | None:
    """Highest mean share over `span` neighbouring weeks of those before week `before`; None when too few were collected.

    shares: (n_weeks,) with nan where nothing was collected.
    """
    past = shares[:before]
    known = ~np.isnan(past)
    if known.sum() < span:
        return None
    sums = np.convolve(np.where(known, past, 0.0), np.ones(span), "valid")
    seen = np.convolve(known.astype(np.float64), np.ones(span), "valid")
    full = seen >= max(1, span - 1)
    return float(np.max(sums[full] / seen[full])) if full.any() else None


def season_share(shares: F64) -> float | None:
    """Mean share around the same week a year ago; None when that time was not collected."""
    centre = len(shares) - 1 - 52
    around = shares[max(0, centre - SEASON_WEEKS) : centre + SEASON_WEEKS + 1] if centre >= 0 else shares[:0]
    return float(np.nanmean(around)) if len(around) and not np.isnan(around).all() else None


def usual_share(shares: F64, *, window: int) -> float | None:
    """Mean share between that season and the last `window` weeks; None when that time was not collected."""
    after = len(shares) - 52 + SEASON_WEEKS
    rest = shares[after : len(shares) - window] if after > 0 else shares[:0]
    return float(np.nanmean(rest)) if len(rest) and not np.isnan(rest).all() else None


def past_until(shares: F64, *, window: int) -> int:
    """Week that ends the past: `window` weeks before the end, later where less than twice the window is known.

    A history of a quarter is all window and would have no past; it is cut in two halves then.
    """
    known = np.flatnonzero(~np.isnan(shares))
    if not len(known):
        return 0
    n_known = len(shares) - int(known[0])
    return len(shares) - min(window, max(1, n_known // 2))


def novelty(shares: F64, *, before: int, now: float) -> float | None:
    """1 when the matter never had attention before the window, 0 when it had at least as much as now; None without a past."""
    past = past_peak_share(shares, before=before)
    if past is None or now <= 0:
        return None
    return float(np.clip(1.0 - past / now, 0.0, 1.0))


def novel_groups(history: History, scale: CosineScale) -> list[NovelGroup]:
    """Groups of 2-8 origins of the last two weeks, near each other and far from everything older.

    At least half of a group is far from all older documents; a group of two or more that holds a policy or research
    primary document needs only that document to be far. A group must have a document of the judged week.
    """
    if history.vectors is None:
        return []
    has_vector = np.any(history.vectors != 0, axis=1)
    counted = history.is_counted & has_vector & ~history.is_backlog
    recent = np.flatnonzero(counted & (history.week > history.last - RECENT_WEEKS))
    older = np.flatnonzero(history.is_lead & has_vector & (history.week <= history.last - RECENT_WEEKS))
    if len(recent) < 2 or len(older) < 20:
        return []
    nearest = _nearest(history.vectors[recent], history.vectors[older])
    limit = min(scale.at(MAX_FAR_Z), float(np.quantile(nearest, FAR_QUANTILE)))
    is_far = nearest <= limit
    found = []
    for group in _near_groups(history.vectors[recent], scale.at(NEAR_Z)):
        far = is_far[group]
        docs = recent[group]
        primary = bool(np.any(history.is_primary[docs] & (history.source_class[docs] > 0) & far))
        enough = far.sum() >= max(1, len(group) / 2) if not primary else True
        if (
            2 <= len(group) <= MAX_GROUP
            and far.any()
            and enough
            and (history.week[docs] == history.last).any()
        ):
            found.append(
                NovelGroup(docs=docs, distance=float(1 - nearest[group][far].mean()), has_primary=primary)
            )
    return sorted(found, key=lambda g: (-len(g.docs), -g.distance, int(g.docs[0])))


def _nearest(queries: FloatArray, corpus: FloatArray, *, block: int = 20_000) -> F64:
    best = np.full(len(queries), -1.0)
    for start in range(0, len(corpus), block):
        best = np.maximum(best, (queries @ corpus[start : start + block].T).max(axis=1))
    return best


def _near_groups(vectors: FloatArray, near: float) -> list[IntArray]:
    """Average-link groups at a cosine, by greedy merging; ties go to the earlier documents."""
    n = len(vectors)
    if n < 2:
        return []
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    distance = np.clip(1.0 - vectors @ vectors.T, 0.0, 2.0).astype(np.float64)
    np.fill_diagonal(distance, 0.0)
    labels = fcluster(linkage(squareform(distance, checks=False), "average"), 1.0 - near, "distance")
    return [np.flatnonzero(labels == label) for label in np.unique(labels) if (labels == label).sum() > 1]
