"""Term bursts: words, word pairs and actors that suddenly fill more of what is collected than they used to.

A term bursts when the log-odds of its recent against its earlier use stand clear of chance (informative Dirichlet prior,
Monroe, Colaresi and Quinn 2008) and a two-state automaton over its weekly counts is in its upper state (Kleinberg 2002).
A term whose documents are spread over many unrelated topics is style, not subject, and is dropped.
Formulas and limits: docs/methodology/emergence.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from horizon.signals.history import History, IntArray
from horizon.signals.scale import CosineScale
from horizon.signals.series import F64
from horizon.signals.terms import spelling, terms_of

RECENT_WEEKS = 2
MIN_ORIGINS = 3  # recent origins that must carry the term
MIN_Z = 3.0  # of the log-odds; thousands of terms are looked at
MAX_COMMON_SHARE = 0.2  # of earlier documents: commoner terms are furniture
MAX_ENTROPY = 0.65  # of the topics a term appears in, 0 all in one, 1 evenly spread
COHERENCE_Z = 1.5  # mean cosine between the documents of a term, in standard deviations above chance
MIN_OVERLAP = 0.5  # share of documents that two terms share to be one burst
BURST_RATE = 2.0  # the upper state expects this times the ordinary share
BURST_COST = 1.0  # Kleinberg's gamma


@dataclass(frozen=True, slots=True, kw_only=True)
class TermBurst:
    """Terms that burst together, and the documents that carry them."""

    key: str  # the strongest term: names the burst from week to week
    label: str
    terms: tuple[str, ...]  # strongest first
    z: float  # of the strongest
    recent_docs: IntArray  # documents of the recent weeks
    docs: IntArray  # documents of the whole history that carry the key


def term_bursts(history: History, scale: CosineScale, *, weeks: int) -> list[TermBurst]:
    """Bursts of the judged week, strongest first. weeks: how much history the terms are compared with."""
    index = _term_index(history, max(0, history.n_weeks - weeks))
    last = history.last
    first_recent = last - RECENT_WEEKS + 1
    keep = history.is_counted
    n_recent = int((keep & (history.week >= first_recent)).sum())
    n_earlier = int((keep & (history.week >= history.n_weeks - weeks) & (history.week < first_recent)).sum())
    if not n_recent or not n_earlier:
        return []
    totals = np.bincount(history.week[keep], minlength=history.n_weeks)[-weeks:]
    scored: list[tuple[float, str, IntArray]] = []
    for term, docs in index.items():
        week = history.week[docs]
        recent = int((week >= first_recent).sum())
        if recent < MIN_ORIGINS or not (week == last).any():
            continue
        earlier = len(docs) - recent
        if earlier > MAX_COMMON_SHARE * n_earlier:
            continue
        z = log_odds_z(recent, n_recent, earlier, n_earlier)
        if z < MIN_Z:
            continue
        counts = np.bincount(week, minlength=history.n_weeks)[-weeks:]
        if burst_weight(counts, totals) > 0 and _is_subject(history, docs[week >= first_recent], scale):
            scored.append((z, term, docs))
    scored.sort(key=lambda s: (-s[0], -s[1].count(" "), s[1]))
    return _group(history, scored, first_recent)


def log_odds_z(recent: int, n_recent: int, earlier: int, n_earlier: int) -> float:
    """Standard score of the log-odds of a term now against earlier; 0 is no change.

    The Dirichlet prior puts one pseudo-document on the term, shared out by the size of the two periods.
    """
    total = n_recent + n_earlier
    prior_recent, prior_earlier = n_recent / total, n_earlier / total
    a, b = recent + prior_recent, n_recent - recent + 1.0
    c, d = earlier + prior_earlier, n_earlier - earlier + 1.0
    return float((np.log(a / b) - np.log(c / d)) / np.sqrt(1 / a + 1 / c))


def burst_weight(
    counts: IntArray | F64, totals: IntArray | F64, *, rate: float = BURST_RATE, cost: float = BURST_COST
) -> float:
    """Kleinberg's weight of the burst that lasts into the last week: 0 when the automaton is in its ordinary state.

    counts, totals: (n_weeks,) documents with the term / collected at all, oldest first. Natural-log units: how much
    better the upper state explains the weeks of the burst. The base rate is that of the whole series.
    """
    n, k = np.asarray(totals, dtype=np.float64), np.asarray(counts, dtype=np.float64)
    if k.sum() == 0 or len(k) < 2:
        return 0.0
    low = min(float(k.sum() / n.sum()), 0.5)
    high = min(rate * low, 0.95)
    costs = np.stack([-(k * np.log(p) + (n - k) * np.log1p(-p)) for p in (low, high)])
    up = cost * np.log(len(k))
    best = np.array([costs[0, 0], costs[1, 0] + up])
    came_from = np.zeros((2, len(k)), dtype=np.int64)
    for t in range(1, len(k)):
        stay_low, rise = best[0], best[0] + up
        came_from[0, t] = int(best[1] < stay_low)
        came_from[1, t] = int(best[1] <= rise)
        best = np.array([min(stay_low, best[1]) + costs[0, t], min(rise, best[1]) + costs[1, t]])
    state, weight = int(best[1] < best[0]), 0.0
    for t in range(len(k) - 1, -1, -1):
        if state == 0:
            break
        weight += float(costs[0, t] - costs[1, t])
        state = int(came_from[1, t]) if t else 0
    return max(0.0, weight)


def topic_entropy(topics: Sequence[str]) -> float:
    """Entropy of the topics of a term's documents: 0 all in one, 1 spread as evenly as so many documents can be."""
    if len(topics) < 2:
        return 0.0
    shares = np.array(list(Counter(topics).values())) / len(topics)
    return float(-(shares * np.log(shares)).sum() / np.log(len(topics)))


def _is_subject(history: History, docs: IntArray, scale: CosineScale) -> bool:
    """True when the documents of a term are about one thing: by their topics where most have one, else by their vectors."""
    topics = [t for i in docs if (t := history.topic_ids[i]) is not None]
    if len(topics) >= 0.6 * len(docs) and topic_entropy(topics) <= MAX_ENTROPY:
        return True
    near = coherence(history, docs)
    if near is None:  # no vectors: the topics have spoken, or nothing can tell
        return len(topics) < 0.6 * len(docs)
    return near >= scale.at(COHERENCE_Z)


def coherence(history: History, docs: IntArray) -> float | None:
    """Mean cosine between the documents; None for fewer than two with a vector."""
    if history.vectors is None:
        return None
    vectors = history.vectors[docs]
    vectors = vectors[np.any(vectors != 0, axis=1)]
    n = len(vectors)
    if n < 2:
        return None
    total = float(np.sum(vectors.sum(axis=0, dtype=np.float64) ** 2))
    return (total - n) / (n * (n - 1))


def _term_index(history: History, since: int) -> dict[str, IntArray]:
    """Term -> counted documents from week `since` on that carry it; terms seen too seldom to burst are left out."""
    found: dict[str, list[int]] = defaultdict(list)
    for i in np.flatnonzero(history.is_counted & (history.week >= since)):
        for term in terms_of(history.titles[i], history.texts[i]).union(history.entities[i]):
            found[term].append(int(i))
    return {t: np.array(d, dtype=np.int64) for t, d in found.items() if len(d) >= MIN_ORIGINS}


def _group(history: History, scored: list[tuple[float, str, IntArray]], first_recent: int) -> list[TermBurst]:
    """Terms that share most of their recent documents are one burst, named after its strongest term."""
    groups: list[tuple[set[int], list[tuple[float, str, IntArray]]]] = []
    for z, term, docs in scored:
        recent = set(docs[history.week[docs] >= first_recent].tolist())
        for members, terms in groups:
            if len(recent & members) >= MIN_OVERLAP * min(len(recent), len(members)):
                terms.append((z, term, docs))
                break
        else:
            groups.append((recent, [(z, term, docs)]))
    return [_burst(history, terms, first_recent) for _, terms in groups]


def _burst(history: History, terms: list[tuple[float, str, IntArray]], first_recent: int) -> TermBurst:
    z, key, docs = terms[0]
    recent = docs[history.week[docs] >= first_recent]
    titles = [history.titles[i] for i in recent]
    names = list(dict.fromkeys(spelling(t, titles) for _, t, _ in terms))
    return TermBurst(key=key, label=_label(names), terms=tuple(names[:8]), z=z, recent_docs=recent, docs=docs)


def _label(names: list[str]) -> str:
    """The strongest term, and a second one that says something else."""
    first = names[0]
    other = next((n for n in names[1:] if not set(n.lower().split()) & set(first.lower().split())), None)
    return first if other is None else f"{first}, {other}"
