"""What plain methods would have flagged in the same week, on the same documents: the measure of what the judgement adds.

term_burst: log-odds of a term's last four weeks against the year before (Monroe, Colaresi and Quinn 2008). kleinberg: weight of
the burst a term is in (Kleinberg 2002). kem_kim: terms whose visibility and diffusion are low and grow fast (Yoon 2012).
plain_count: the topics with most documents this week. random: topics of the week, drawn by a hash of their ids.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from horizon.signals.bursts import burst_weight, log_odds_z
from horizon.signals.history import History, IntArray
from horizon.signals.judge import Judged
from horizon.signals.terms import terms_of

TOP = 7
RECENT = 4
YEAR = 52
TIME_WEIGHT = 0.05  # of KEM/KIM: later weeks count more
SAME_SHARE = 0.5
LOOKED_AT = 60  # terms, best first, before those about the same documents are dropped
NAMES = ("term_burst", "kleinberg", "kem_kim", "plain_count", "random")


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """One flag of a plain method."""

    name: str
    week_on: date
    kind: str
    matter: str
    score: float
    doc_ids: tuple[str, ...]
    came_true: bool | None = None

    @property
    def when(self) -> date:
        return self.week_on + timedelta(days=6)

    def scored(self, came_true: bool | None) -> Baseline:
        """The same with its outcome."""
        return replace(self, came_true=came_true)


def baselines_of(history: History, judged: Sequence[Judged], week_on: date) -> list[Baseline]:
    """Up to seven flags of each method."""
    terms = _terms(history)
    last = history.last
    totals = np.bincount(history.week[history.is_counted], minlength=history.n_weeks)
    n1, n0 = (
        int(totals[last - RECENT + 1 :].sum()),
        int(totals[max(0, last - YEAR + 1) : last - RECENT + 1].sum()),
    )
    scores: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for term, docs in terms.items():
        week = history.week[docs]
        counts = np.bincount(week, minlength=history.n_weeks)[-YEAR:]
        k1, k0 = int(counts[-RECENT:].sum()), int(counts[:-RECENT].sum())
        if n0:
            scores["term_burst"].append((log_odds_z(k1, n1, k0, n0), term))
        if k1 >= 3:
            scores["kleinberg"].append((burst_weight(counts, totals[-YEAR:]), term))
            scores["kem_kim"].append((_weak_signal(counts, totals[-YEAR:]), term))
    out = []
    for name in ("term_burst", "kleinberg", "kem_kim"):
        best = sorted(scores[name], key=lambda s: (-round(s[0], 9), s[1]))[:LOOKED_AT]
        out += _flags(
            name, history, week_on, [(s, "term", t, _recent(history, terms[t])) for s, t in best if s > 0]
        )
    topics = [j for j in judged if j.signal.kind == "topic" and j.signal.n_origins > 0]
    counted = sorted(topics, key=lambda j: (-j.signal.n_origins, j.signal.signal_id))
    drawn = sorted(
        topics, key=lambda j: hashlib.sha256(f"{week_on}{j.signal.signal_id}".encode()).hexdigest()
    )
    for name, chosen in (("plain_count", counted), ("random", drawn)):
        rows = [
            (float(len(chosen) - i), "topic", j.matter, _recent(history, j.candidate.docs))
            for i, j in enumerate(chosen)
        ]
        out += _flags(name, history, week_on, rows)
    return out


def _terms(history: History) -> dict[str, IntArray]:
    """Terms with a document this week and two in the last four, over the last year."""
    found: dict[str, list[int]] = defaultdict(list)
    for i in np.flatnonzero(history.is_counted & (history.week > history.last - YEAR)):
        for term in terms_of(history.titles[i], history.texts[i]):
            found[term].append(int(i))
    out = {}
    for term, docs in found.items():
        place = np.array(docs, dtype=np.int64)
        week = history.week[place]
        if (week == history.last).any() and (week > history.last - RECENT).sum() >= 2:
            out[term] = place
    return out


def _weak_signal(counts: IntArray, totals: IntArray) -> float:
    """Growth of the time-weighted visibility between the halves, for terms below the middle level; 0 for the others.

    Documents are counted once a term, so visibility and diffusion are one here.
    """
    weight = 1 - TIME_WEIGHT * (len(counts) - 1 - np.arange(len(counts)))
    share = counts / np.maximum(totals, 1) * np.maximum(weight, 0.0)
    half = len(share) // 2
    before, now = float(share[:half].mean()), float(share[half:].mean())
    return now / (before + 1e-3) if float(counts.sum() / max(1, totals.sum())) < 0.02 else 0.0


def _recent(history: History, docs: IntArray) -> IntArray:
    return docs[history.week[docs] > history.last - RECENT]


def _flags(
    name: str, history: History, week_on: date, rows: Sequence[tuple[float, str, str, IntArray]]
) -> list[Baseline]:
    chosen: list[tuple[set[int], Baseline]] = []
    for score, kind, matter, docs in rows:
        mine = set(docs.tolist())
        if any(len(mine & other) >= SAME_SHARE * min(len(mine), len(other)) for other, _ in chosen):
            continue
        ids = tuple(history.doc_ids[i] for i in docs)
        flag = Baseline(name=name, week_on=week_on, kind=kind, matter=matter, score=score, doc_ids=ids)
        chosen.append((mine, flag))
        if len(chosen) == TOP:
            break
    return [flag for _, flag in chosen]
