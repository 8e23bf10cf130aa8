"""Which signals go into a digest: the visible rule, as pure functions.

Priority = 0.7 x place by the signal ranking rule (1 first, towards 0) + 0.3 x strongest impact on the system / 3.
Greedy from the top: at most two signals a force; room is kept for signals from outside the system's own sector.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

RANK_WEIGHT, IMPACT_WEIGHT = 0.7, 0.3
MAX_PER_FORCE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What the rule looks at."""

    signal_id: str
    rank: int | None
    is_flagged: bool
    top_force: str | None
    strongest_impact: float | None  # |loop score| over the system's parts, 0-3; None when no sign is known
    is_outside_sector: bool | None


@dataclass(frozen=True, slots=True)
class Choice:
    """Chosen ids in order, and for each flagged one left out why (key, detail)."""

    chosen: tuple[str, ...]
    left_out: tuple[tuple[str, str, str], ...]


def priority(candidate: Candidate, n_ranked: int) -> float:
    """0-1; unknown impact counts as none and is shown as unknown."""
    place = 0.0 if candidate.rank is None else 1 - (candidate.rank - 1) / max(n_ranked, 1)
    return RANK_WEIGHT * place + IMPACT_WEIGHT * (candidate.strongest_impact or 0.0) / 3


def choose(candidates: Sequence[Candidate], *, max_signals: int, min_outside: int) -> Choice:
    """Apply the rule; the same candidates in any order give the same choice."""
    flagged = [c for c in candidates if c.is_flagged]
    n_ranked = len(flagged)
    queue = sorted(flagged, key=lambda c: (-priority(c, n_ranked), c.signal_id))
    n_outside = min(min_outside, sum(bool(c.is_outside_sector) for c in queue))
    per_force: Counter[str] = Counter()
    chosen: list[Candidate] = []
    left_out: list[tuple[str, str, str]] = []
    for candidate in queue:
        missing_outside = n_outside - sum(bool(c.is_outside_sector) for c in chosen)
        room = max_signals - len(chosen)
        if room <= 0 or (room <= missing_outside and not candidate.is_outside_sector):
            left_out.append((candidate.signal_id, "m_room", str(max_signals)))
        elif candidate.top_force and per_force[candidate.top_force] >= MAX_PER_FORCE:
            left_out.append((candidate.signal_id, "m_diversity", candidate.top_force))
        else:
            chosen.append(candidate)
            if candidate.top_force:
                per_force[candidate.top_force] += 1
    return Choice(tuple(c.signal_id for c in chosen), tuple(left_out))


def action_of(
    strongest_impact: float | None,
    lag_weeks_low: int | None,
    emergence: float | None,
    evidence_grade: str | None,
) -> str:
    """watch, prepare or act. Acting needs a strong known impact that is near and not on low evidence."""
    impact = strongest_impact or 0.0
    if impact >= 1.5 and evidence_grade in ("high", "moderate") and (lag_weeks_low or 0) <= 8:
        return "act"
    if impact >= 0.75 or ((emergence or 0.0) >= 0.55 and evidence_grade in ("high", "moderate")):
        return "prepare"
    return "watch"
