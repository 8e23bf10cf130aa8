"""The one ranking rule. Every factor is a column or a reason code, so a reader can redo it by hand.

rank_score = gain x novelty x confirmation x season, all scale-free; docs/methodology/ranking.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from horizon.signals.attention import Growth
from horizon.signals.history import IntArray

UNKNOWN_NOVELTY = 0.5
SEASON_FACTOR = 0.25
ONE_WEEK_FACTOR = 0.7  # a start not yet confirmed by a second week
FLAG_PROBABILITY = 0.95  # growth this sure
FLAG_RATIO = 2.0
FLAG_NOVELTY = 0.35  # where the past is known
THEME_PROBABILITY = 0.9  # the wider theme grows too: an event in a steady theme is a story, not a signal
MIN_ORIGINS = 2
SAME_SHARE = 0.5  # of recent documents that two signals share to be one matter
FLAG_STAGES = frozenset({"weak", "emerging", "strong"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What rank and flag are decided from."""

    signal_id: str
    growth: Growth | None
    theme: Growth | None  # of all documents of the wider theme; None where documents have no vectors
    novelty_score: float | None
    stage: str
    reason_codes: tuple[str, ...]
    n_origins: int  # judged week
    n_recent: int  # origins of the last two weeks
    n_active_weeks: int  # of the last four


def gain(s: Standing) -> float | None:
    """Geometric mean of what the signal and its wider theme gained; zero when the theme gained nothing."""
    if s.growth is None:
        return None
    if s.growth.strength <= 0 or s.theme is None:
        return s.growth.strength
    return float(np.sqrt(s.growth.strength * max(0.0, s.theme.strength)))


def rank_score(s: Standing) -> float | None:
    """How much a signal gained, discounted for what was seen before; None when there is nothing to compare with.

    Declining signals score below zero, steady ones zero.
    """
    score = gain(s)
    if score is None or score <= 0:
        return score
    score *= UNKNOWN_NOVELTY if s.novelty_score is None else s.novelty_score
    if "seasonal" in s.reason_codes:
        score *= SEASON_FACTOR
    if s.n_active_weeks < 2:
        score *= ONE_WEEK_FACTOR
    return score


def ranks(scores: Sequence[float | None], ids: Sequence[str]) -> list[int | None]:
    """1 is the highest score; ties in order of id; None where the score is unknown."""
    order = sorted(
        (i for i, s in enumerate(scores) if s is not None),
        key=lambda i: (-round(scores[i] or 0.0, 9), ids[i]),
    )
    out: list[int | None] = [None] * len(scores)
    for place, i in enumerate(order, start=1):
        out[i] = place
    return out


def deserves_flag(s: Standing) -> bool:
    """True for growth that is sure, large, new, alive this week, carried by its theme and told by more than one."""
    if s.n_origins == 0 or s.stage not in FLAG_STAGES or s.growth is None or (rank_score(s) or 0.0) <= 0:
        return False
    return (
        s.n_recent >= MIN_ORIGINS
        and s.growth.probability >= FLAG_PROBABILITY
        and s.growth.ratio >= FLAG_RATIO
        and (s.theme is None or s.theme.probability >= THEME_PROBABILITY)
        and (s.novelty_score is None or s.novelty_score >= FLAG_NOVELTY)
    )


def flags(
    standings: Sequence[Standing], places: Sequence[int | None], docs: Sequence[IntArray], *, max_flags: int
) -> list[bool]:
    """The best-ranked signals that deserve it, at most max_flags; of two that share half their recent documents, the first.

    docs: recent documents of each signal.
    """
    worthy = sorted((p, i) for i, p in enumerate(places) if p is not None and deserves_flag(standings[i]))
    chosen: list[int] = []
    for _, i in worthy:
        mine = set(docs[i].tolist())
        is_repeat = any(
            len(mine & set(docs[j].tolist())) >= SAME_SHARE * min(len(mine), len(docs[j])) for j in chosen
        )
        if len(chosen) < max_flags and not is_repeat:
            chosen.append(i)
    return [i in chosen for i in range(len(standings))]
