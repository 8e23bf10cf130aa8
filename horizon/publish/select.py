"""Which signals go into a digest: the visible rule, as pure functions.

Priority = 0.7 x place by the signal ranking rule (1 first, towards 0) + 0.3 x strongest impact on the system / 3
+ 0.05 where most readers called it useful, - 0.15 where most called it not useful.
What most readers called wrong is rejected and named with the reason. Two signals on the same stories are one matter and are
told once. Greedy from the top: at most two signals a force; at most four a layer while other layers wait; room is kept for
signals from outside the system's own sector.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

RANK_WEIGHT, IMPACT_WEIGHT = 0.7, 0.3
USEFUL_GAIN, NOT_USEFUL_LOSS = 0.05, 0.15
MAX_PER_FORCE = 2
MAX_PER_LAYER = 4
SAME_MATTER = 0.5  # share of the smaller signal's stories that the other one has too


@dataclass(frozen=True, slots=True, kw_only=True)
class Votes:
    """Readers' last word on a signal, one vote a rater."""

    n_useful: int = 0
    n_not: int = 0
    n_wrong: int = 0

    @property
    def verdict(self) -> str | None:
        """useful, not or wrong where more than half say so; None without votes or in disagreement."""
        n = self.n_useful + self.n_not + self.n_wrong
        counts = (("useful", self.n_useful), ("not", self.n_not), ("wrong", self.n_wrong))
        return next((name for name, votes in counts if votes * 2 > n), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What the rule looks at."""

    signal_id: str
    rank: int | None
    is_flagged: bool
    top_force: str | None
    strongest_impact: float | None  # |loop score| over the system's parts, 0-3; None when no sign is known
    is_outside_sector: bool | None
    layer: str | None = None
    votes: Votes = Votes()


@dataclass(frozen=True, slots=True)
class Choice:
    """Chosen ids in order, and for each flagged one left out why (id, key, detail)."""

    chosen: tuple[str, ...]
    left_out: tuple[tuple[str, str, str], ...]


def priority(candidate: Candidate, n_ranked: int) -> float:
    """About 0-1; unknown impact counts as none and is shown as unknown."""
    place = 0.0 if candidate.rank is None else 1 - (candidate.rank - 1) / max(n_ranked, 1)
    said = {"useful": USEFUL_GAIN, "not": -NOT_USEFUL_LOSS}.get(candidate.votes.verdict or "", 0.0)
    return RANK_WEIGHT * place + IMPACT_WEIGHT * (candidate.strongest_impact or 0.0) / 3 + said


def n_places(candidates: Sequence[Candidate]) -> int:
    """How long the ranking is, down to the last flagged signal."""
    flagged = [c for c in candidates if c.is_flagged]
    return max([len(flagged), *(c.rank or 0 for c in flagged)], default=0)


def choose(
    candidates: Sequence[Candidate],
    *,
    max_signals: int,
    min_outside: int,
    same_as: Mapping[str, str] | None = None,
) -> Choice:
    """Apply the rule; the same candidates in any order give the same choice. same_as: id -> id it is told under."""
    flagged = [c for c in candidates if c.is_flagged]
    n_ranked = n_places(candidates)
    left_out: list[tuple[str, str, str]] = []
    queue: list[Candidate] = []
    for c in sorted(flagged, key=lambda c: (-priority(c, n_ranked), c.signal_id)):
        if c.votes.verdict == "wrong":
            left_out.append((c.signal_id, "m_rejected", str(c.votes.n_wrong)))
        elif same_as and c.signal_id in same_as:
            left_out.append((c.signal_id, "m_same", same_as[c.signal_id]))
        else:
            queue.append(c)
    chosen, waiting = _fill(queue, max_signals, min_outside, left_out)
    chosen_ids = [c.signal_id for c in chosen]
    for c in waiting:  # room that no other layer wanted
        if len(chosen_ids) < max_signals:
            chosen_ids.append(c.signal_id)
        else:
            left_out.append((c.signal_id, "m_layer", c.layer or ""))
    return Choice(tuple(chosen_ids), tuple(left_out))


def _fill(
    queue: Sequence[Candidate], most: int, min_outside: int, left_out: list[tuple[str, str, str]]
) -> tuple[list[Candidate], list[Candidate]]:
    """Those chosen at once, and those that wait because their layer has its share; the others go to left_out."""
    n_outside = min(min_outside, sum(bool(c.is_outside_sector) for c in queue))
    per_force, per_layer = Counter[str](), Counter[str]()
    chosen: list[Candidate] = []
    waiting: list[Candidate] = []
    for c in queue:
        missing = n_outside - sum(bool(x.is_outside_sector) for x in chosen)
        room = most - len(chosen)
        if room <= 0 or (room <= missing and not c.is_outside_sector):
            left_out.append((c.signal_id, "m_room", str(most)))
        elif c.top_force and per_force[c.top_force] >= MAX_PER_FORCE:
            left_out.append((c.signal_id, "m_diversity", c.top_force))
        else:
            if c.top_force:
                per_force[c.top_force] += 1
            if c.layer and per_layer[c.layer] >= MAX_PER_LAYER:
                waiting.append(c)
                continue
            chosen.append(c)
            if c.layer:
                per_layer[c.layer] += 1
    return chosen, waiting


def same_matter(order: Sequence[str], stories: Mapping[str, Mapping[str, int]]) -> dict[str, str]:
    """Signal id -> the earlier one in `order` that tells of the same stories; only signals that share enough are there.

    stories: signal id -> story id -> documents. One event in two languages is one story even where its topics stay apart.
    """
    heads: dict[str, str] = {}
    for place, one in enumerate(order):
        mine = stories.get(one, {})
        for other in order[:place]:
            theirs = stories.get(other, {})
            if other not in heads and max(_common(mine, theirs), _common(theirs, mine)) >= SAME_MATTER:
                heads[one] = other
                break
    return heads


def _common(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """Share of one's documents whose story the other has too; 0 where it has none in a story."""
    return sum(n for story, n in one.items() if story in other) / max(sum(one.values()), 1)


def story_counts(rows: Sequence[Mapping[str, object]]) -> dict[str, dict[str, int]]:
    """signal id -> story id -> documents."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        found[str(row["signal_id"])][str(row["story_id"])] = int(str(row["n_docs"]))
    return dict(found)


def action_of(
    strongest_impact: float | None,
    lag_weeks_low: int | None,
    emergence: float | None,
    evidence_grade: str | None,
) -> tuple[str, str]:
    """(watch, prepare or act; key of the reason). Acting needs a strong known impact that is near and not on low evidence."""
    impact = strongest_impact or 0.0
    is_sound = evidence_grade in ("high", "moderate")
    if impact >= 1.5 and is_sound and (lag_weeks_low or 0) <= 8:
        return "act", "why_act"
    if impact >= 0.75:
        return "prepare", "why_prepare_impact"
    if (emergence or 0.0) >= 0.55 and is_sound:
        return "prepare", "why_prepare_growth"
    if strongest_impact is None:
        return "watch", "why_watch_unjudged"
    return "watch", "why_watch_small"
