"""The one ranking rule. Every factor is a column or a reason code, so a reader can redo it by hand.

rank_score = the stronger of what the group and its bursting term gained x root of the emergence probability (of papers all of
it) x season x told, all scale-free; docs/methodology/ranking.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from horizon.signals.attention import Growth
from horizon.signals.history import IntArray
from horizon.signals.twins import Telling, are_twins

UNKNOWN_NOVELTY = 0.5
SEASON_FACTOR = 0.5
PART_FACTOR = 0.4  # an event in an old steady matter ...
PART_SHARE = 0.1  # ... that fills no more than this of what is read; less in one that is daily bread
ONE_WEEK_FACTOR = 0.7  # a start not yet confirmed by a second week
TOLD_FACTOR = 0.2  # flagged lately and not doubled since: new matters go first
TOLD_WEEKS = 8
TOLD_OVERLAP = 0.5  # of the fewer documents, that makes an earlier flag the same matter
TOLD_GROWTH = 2.0  # times its share when it was flagged: news again
CLASS_SHARE = 0.25  # of a flag's documents: a class of sources that brings so many tells of it, and does not touch it in passing
UNKNOWN_EMERGENCE = 0.08
RESEARCH_PROBABILITY = 0.2  # of papers the probability counts in full, else its root: the same at this one
FLAG_GAIN = 0.05  # small: what holds together and has two voices need not be large
FLAG_PROBABILITY = 0.95  # growth this sure
FLAG_RATIO = 2.0
HALF = 0.5  # documents added to both sides of a term's ratio: so few say little, but two where there was none are more than twice
FLAG_NOVELTY = 0.25  # where the past is known
THEME_PROBABILITY = 0.9  # the wider theme grows too: an event in a steady theme is a story, not a signal
MIN_ORIGINS = 2
MIN_TERM_ORIGINS = 3  # of a word alone: among thousands some are in two documents by chance every week
FLAG_TOGETHER = 1.8  # its documents stand this near each other: one matter, not what was left over
WORD_TOGETHER = 2.5  # of a word alone, which no topic vouches for
METHOD_TOGETHER = (
    2.1  # by meaning, of a word alone in research: papers that try one method on several tasks stand apart
)
MANY_TOGETHER = 1.5  # of so many papers ...
MANY_ORIGINS = (
    8  # ... whose 28 pairs say as surely as the three pairs of three that they are not together by chance
)
SAME_SHARE = 0.5  # of recent documents that two signals share to be one matter
FLAG_STAGES = frozenset({"weak", "emerging", "strong"})
SILENT_STAGES = frozenset({"fading", "dormant"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """The term burst behind a signal, as far as rank and flag are concerned."""

    growth: Growth
    part_share: float | None  # of all that was read before, of the old steady matter that it is an event in
    is_seasonal: bool
    is_alone: bool = False  # no topic says that its documents are one matter: the word has to


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What rank and flag are decided from."""

    signal_id: str
    growth: Growth | None
    theme: Growth | None  # of all documents of the wider theme; None where documents have no vectors
    burst: Burst | None
    novelty_score: float | None
    stage: str
    reason_codes: tuple[str, ...]
    n_origins: int  # judged week
    n_recent: int  # origins of the last two weeks
    n_active_weeks: int  # of the last four
    emergence_probability: float | None = None
    share_now: float | None = None  # of the last four weeks
    is_told: bool = False
    togetherness: float | None = (
        None  # of its documents of the last weeks, in standard deviations above chance
    )
    is_lone_voice: bool = False  # one family of sources alone, of many that were read
    classes: frozenset[str] = (
        frozenset()
    )  # of sources that bring a quarter of the documents a flag would rest on
    is_by_words: bool = False  # togetherness counts the words that its documents share
    is_research: bool = False  # most of its documents of the last weeks are papers
    is_yearly: bool = False  # they speak of what comes back every year, and last year was not read


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierFlag:
    """A flag of an earlier week, as it was known then."""

    signal_id: str
    week_on: date
    doc_ids: frozenset[str]
    share_now: float | None
    classes: frozenset[str] = frozenset()  # of sources that brought a quarter of them; empty where not known


def is_told(s: Standing, doc_ids: frozenset[str], earlier: Sequence[EarlierFlag]) -> bool:
    """True where the matter was flagged in the last eight weeks and is no news again: its share has not doubled since the
    latest of those flags, and no class of sources tells of it that told nothing before."""
    same = [f for f in earlier if f.signal_id == s.signal_id or _overlap(doc_ids, f.doc_ids) >= TOLD_OVERLAP]
    if not same:
        return False
    before = frozenset().union(*(f.classes for f in same))
    if before and s.classes - before:
        return False
    latest = max(same, key=lambda f: (f.week_on, f.share_now or 0.0))
    if s.share_now is None or latest.share_now is None:
        return True
    return s.share_now < TOLD_GROWTH * latest.share_now


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def gain(s: Standing) -> float | None:
    """What the group gained: geometric mean with its wider theme (zero when that gained nothing) x novelty x confirmation."""
    if s.growth is None:
        return None
    own = s.growth.strength
    if own <= 0:
        return own
    if s.theme is not None:
        own = float(np.sqrt(own * max(0.0, s.theme.strength)))
    own *= UNKNOWN_NOVELTY if s.novelty_score is None else s.novelty_score
    return own * ONE_WEEK_FACTOR if s.n_active_weeks < 2 else own


def burst_gain(s: Standing) -> float | None:
    """What its bursting term gained, less where it is an event in an old steady matter; None without a burst."""
    if s.burst is None:
        return None
    share = s.burst.part_share
    return s.burst.growth.strength * (
        1.0 if share is None else PART_FACTOR * PART_SHARE / max(share, PART_SHARE)
    )


def strongest_gain(s: Standing) -> float | None:
    """The stronger of the two gains; None when there is nothing to compare with."""
    return max((x for x in (gain(s), burst_gain(s)) if x is not None), default=None)


def rank_score(s: Standing) -> float | None:
    """How much a signal gained and how likely that is to last, discounted for what was seen before; None when unknown.

    Declining signals score below zero, steady ones zero.
    """
    score = strongest_gain(s)
    if score is None or score <= 0:
        return score
    p = UNKNOWN_EMERGENCE if s.emergence_probability is None else s.emergence_probability
    # many words of few papers gain as much by chance as a method that stays: there the model knows more than the gain
    score *= p / float(np.sqrt(RESEARCH_PROBABILITY)) if s.is_research else float(np.sqrt(p))
    if "seasonal" in s.reason_codes or (s.burst is not None and s.burst.is_seasonal):
        score *= SEASON_FACTOR
    return score * TOLD_FACTOR if s.is_told else score


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
    """True for growth that is sure, large, alive this week and told by more than one: of the group or of its bursting term."""
    if s.n_origins == 0 or "withdrawn" in s.reason_codes or (strongest_gain(s) or 0.0) < FLAG_GAIN:
        return False
    if withheld(s):
        return False
    if (
        s.burst is not None and s.burst.is_seasonal
    ):  # its documents speak of what this time last year spoke of
        return False
    return _group_grows(s) or (
        s.burst is not None
        and s.stage not in SILENT_STAGES
        and s.burst.growth.n_recent >= MIN_ORIGINS
        and _burst_is_sure(s.burst.growth)
    )


def withheld(s: Standing) -> tuple[str, ...]:
    """Reason codes of what keeps a signal from being flagged however much it grew."""
    found = {
        "word_alone": s.burst is not None and s.burst.is_alone and s.burst.growth.n_recent < MIN_TERM_ORIGINS,
        "lone_voice": s.is_lone_voice,
        "yearly_occasion": s.is_yearly,
        "not_one_matter": s.togetherness is not None and s.togetherness < needed_togetherness(s),
    }
    return tuple(code for code, holds in found.items() if holds)


def needed_togetherness(s: Standing) -> float:
    """How near its documents have to stand: a word alone has to say more than a topic, whose documents were put together."""
    if s.burst is None or not s.burst.is_alone:
        return FLAG_TOGETHER
    if not s.is_research or s.is_by_words:
        return WORD_TOGETHER
    return MANY_TOGETHER if s.burst.growth.n_recent >= MANY_ORIGINS else METHOD_TOGETHER


def _group_grows(s: Standing) -> bool:
    """New where the past is known, and carried by its theme."""
    return (
        s.stage in FLAG_STAGES
        and s.n_recent >= MIN_ORIGINS
        and s.growth is not None
        and _is_sure(s.growth)
        and (gain(s) or 0.0) > 0
        and (s.theme is None or s.theme.probability >= THEME_PROBABILITY)
        and (s.novelty_score is None or s.novelty_score >= FLAG_NOVELTY)
    )


def _is_sure(growth: Growth) -> bool:
    return growth.probability >= FLAG_PROBABILITY and growth.ratio >= FLAG_RATIO


def _burst_is_sure(growth: Growth) -> bool:
    """As for a group, but against half a document: the size of a typical topic, which smooths the ratio of a group, is no
    measure for a word, and where few documents are read two of a word that was never there could not double it."""
    ratio = (growth.n_recent + HALF) / (growth.expected + HALF)
    return growth.probability >= FLAG_PROBABILITY and ratio >= FLAG_RATIO


def flags(
    standings: Sequence[Standing],
    places: Sequence[int | None],
    docs: Sequence[IntArray],
    told: Sequence[Telling],
    *,
    max_flags: int,
) -> tuple[list[bool], list[bool]]:
    """The best-ranked signals that deserve it, at most max_flags; of two that share half their recent documents, the first.

    Of a matter that is told in two languages the second telling waits until every other matter has its place.
    docs, told: recent documents of each signal, and how it is told. Gives whether each is flagged, and whether it waits in vain.
    """
    worthy = [
        i
        for _, i in sorted(
            (p, i) for i, p in enumerate(places) if p is not None and deserves_flag(standings[i])
        )
    ]
    of = {i: frozenset(docs[i].tolist()) for i in worthy}
    groups = [i for i in worthy if not _is_word_alone(standings[i])]
    matters: list[int] = []
    for i in worthy:
        rivals = [*matters, *groups] if _is_word_alone(standings[i]) else matters
        if not any(_is_same(of[i], of[j]) for j in rivals):
            matters.append(i)
    firsts: list[int] = []
    for i in matters:
        if not any(are_twins(told[i], told[j]) for j in firsts):
            firsts.append(i)
    seconds = [i for i in matters if i not in firsts]
    chosen = frozenset([*firsts, *seconds][:max_flags])
    every = range(len(standings))
    return [i in chosen for i in every], [i in seconds and i not in chosen for i in every]


def _is_word_alone(s: Standing) -> bool:
    return s.burst is not None and s.burst.is_alone


def _is_same(a: frozenset[int], b: frozenset[int]) -> bool:
    return len(a & b) >= SAME_SHARE * min(len(a), len(b))
