"""The tie between a signal and a part: what words, meaning, actors, places and the hand-set sensitivity to a force say.

Every factor is rounded to four digits before it is used, so that a reader can redo the sums from the columns.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from horizon.impact.lenses import NEARNESS
from horizon.impact.reading import Reading
from horizon.impact.system import Actor, Part
from horizon.impact.trade import OWN_TRADE, trade_factor

FULL_SHARE = 0.25  # of a signal's origins: what a quarter of them say counts in full
ACTOR_WEIGHT = 0.6  # one named actor of the part
AUTHORITY_WEIGHT = 0.2  # a public regulator is named in texts on everything
MEANING_WEIGHT = 0.6  # likeness of meaning without a word of ours
FORCE_WEIGHT = 0.5  # a hand-set sensitivity without a word about the part itself is half a tie
# How much of a force counts when the texts say nothing of ours: most where it reaches every trade, little where it has a field
# of its own; in either case the more, the further out it comes from.
UNSAID_SYSTEMIC: dict[str, float] = {"world": 0.7, "society": 0.65, "market": 0.6, "organisation": 0.5}
UNSAID: dict[str, float] = {"world": 0.4, "society": 0.38, "market": 0.36, "organisation": 0.28}
UNKNOWN_PLACE = 0.8  # no place is named: the middle of the scale, and place_score stays null
UNKNOWN_MEANING = (
    0.0  # no text in a language of the model: words and names alone decide; meaning_score stays null
)
DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What the documents of a signal say of one part. Scores 0-1; place_score None when no place is named."""

    part_id: str
    text_score: float
    text_doc_ids: tuple[str, ...]
    entity_score: float
    entity_doc_ids: tuple[str, ...]
    place_score: float | None
    families: frozenset[str]  # houses of the texts above that do not contradict
    meaning_score: float | None = None  # None where no text is in a language that the model knows
    trade_score: float | None = None  # None where no text names a trade
    wording_score: float = 0.0  # words of the part that a text uses, mean over origins; 0 or more
    actor_weights: Mapping[str, float] = field(default_factory=dict, repr=False)  # of the part's actors
    readings: Sequence[Reading] = field(default=(), repr=False)  # all documents of the signal

    @property
    def touch(self) -> float:
        """Text and actors together, 0-1: is the part spoken of at all?"""
        return rounded(either(self.text_score, self.entity_score))


def rounded(value: float) -> float:
    """Four digits, never minus zero."""
    return round(value, DIGITS) + 0.0


def either(*chances: float) -> float:
    """1 - product of (1 - chance): at least one of them holds."""
    return 1.0 - math.prod(1.0 - chance for chance in chances)


def expose(
    part: Part, actors: Sequence[Actor], readings: Sequence[Reading], place: float | None, trade: float | None
) -> Exposure:
    """Exposure of a part. actors: of the system; readings: all documents of the signal; place, trade: their scores."""
    part_id = part.part_id
    known = [r for r in readings if r.meaning is not None]
    likes = [(r.origin_id, score) for r in known if r.meaning and (score := r.meaning.get(part_id, 0.0)) > 0]
    words = [(r.origin_id, r.wording[part_id]) for r in readings if part_id in r.wording]
    by_text = {r: r.parts[part_id] for r in readings if part_id in r.parts}
    own = set(part.actor_ids)
    named = [r for r in readings if r.actors and not own.isdisjoint(r.actors)]
    weights = {actor.actor_id: weight_of(actor) for actor in actors if actor.actor_id in own} if named else {}
    by_name = {r: named_score(r, weights) for r in named}
    like = _mean(likes, known) if known else None
    said = _mean(words, readings)
    if not by_text and not by_name:  # most parts of most signals
        return Exposure(
            part_id=part_id, text_score=0.0, text_doc_ids=(), entity_score=0.0, entity_doc_ids=(), place_score=place,
            families=frozenset(), meaning_score=like, trade_score=trade, wording_score=said, readings=readings,
        )  # fmt: skip
    n_origins = len({reading.origin_id for reading in readings})
    carriers = [*by_text, *by_name]
    return Exposure(
        part_id=part_id,
        text_score=rounded(spread([(r.origin_id, score) for r, score in by_text.items()], n_origins)),
        text_doc_ids=_ordered(by_text),
        entity_score=rounded(spread([(r.origin_id, score) for r, score in by_name.items()], n_origins)),
        entity_doc_ids=_ordered(by_name),
        place_score=place,
        families=frozenset(r.family for r in carriers if not r.is_contradicting),
        meaning_score=like,
        trade_score=trade,
        wording_score=said,
        actor_weights=weights,
        readings=readings,
    )


def _mean(scores: Sequence[tuple[str, float]], readings: Sequence[Reading]) -> float:
    """Mean over the origins of the readings, best of each, 0 for an origin without a score."""
    if not scores:
        return 0.0
    best: dict[str, float] = {}
    for origin_id, score in scores:
        best[origin_id] = max(score, best.get(origin_id, 0.0))
    return rounded(math.fsum(best.values()) / len({reading.origin_id for reading in readings}))


def named_score(reading: Reading, weights: Mapping[str, float]) -> float:
    """How much the actors that a document names say of a part, 0-1. weights: by actor id, of the part's actors."""
    return rounded(either(*(weights[actor] for actor in reading.actors if actor in weights)))


def weight_of(actor: Actor) -> float:
    """How much it says of a part that this actor of it is named."""
    return AUTHORITY_WEIGHT if actor.kind == "public" and "regulator" in actor.roles else ACTOR_WEIGHT


def spread(scores: Iterable[tuple[str, float]], n_origins: int) -> float:
    """Best score times how far it is spread over the origins; (origin id, score) of those with a score.

    The spread is full where the scores of the origins, best of each, sum to FULL_SHARE of all origins.
    """
    best: dict[str, float] = {}
    for origin_id, score in scores:
        best[origin_id] = max(score, best.get(origin_id, 0.0))
    if not best:
        return 0.0
    return max(best.values()) * min(
        1.0, sum(best[o] for o in sorted(best)) / (FULL_SHARE * max(n_origins, len(best)))
    )


def place_score(readings: Iterable[Reading]) -> float | None:
    """Mean nearness of the origins that name a place, nearest place of each; None when none does."""
    best: dict[str, float] = {}
    for reading in readings:
        if reading.level is not None:
            best[reading.origin_id] = max(NEARNESS[reading.level], best.get(reading.origin_id, 0.0))
    return rounded(sum(best[o] for o in sorted(best)) / len(best)) if best else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closeness:
    """How much a signal speaks of anything of ours, 0-1, and the part that it speaks of most, None where of none."""

    score: float
    part_id: str | None
    part_score: float  # words, actors and meaning of that part together, 0-1


def closeness(exposures: Iterable[Exposure]) -> Closeness:
    """How much a signal speaks of anything of ours: the best part's words, actors or meaning, or our trade."""
    best, part_id, trade = 0.0, None, 0.0
    for e in exposures:
        meaning = _meaning(e)
        if (
            e.text_score or e.entity_score or meaning > best
        ):  # most parts of most signals: no word, no more meaning
            score = rounded(either(e.text_score, e.entity_score, meaning))
            if score > best:
                best, part_id = score, e.part_id
        trade = max(trade, e.trade_score or 0.0)  # the same for every part
    score = rounded(either(best, OWN_TRADE * trade)) if trade else best
    return Closeness(score=score, part_id=part_id, part_score=best)


def _meaning(exposure: Exposure) -> float:
    return UNKNOWN_MEANING if exposure.meaning_score is None else exposure.meaning_score


def unsaid_share(layer: str, *, is_systemic: bool) -> float:
    """How much of a force counts for a signal that speaks of nothing of ours, 0-1."""
    return (UNSAID_SYSTEMIC if is_systemic else UNSAID)[layer]


def relevance(layer: str, close: float, *, is_systemic: bool) -> float:
    """How much of a force counts for a signal that speaks of us as much as `close`: full at 1, the unsaid share at 0."""
    unsaid = unsaid_share(layer, is_systemic=is_systemic)
    return rounded(unsaid + (1.0 - unsaid) * close)


def lead_of(force_confidence: float, surest: float) -> float:
    """How far the news is about this force and not about the surest one, 0-1: what is said of a part was said of that one."""
    return rounded(math.sqrt(force_confidence / surest)) if surest else 1.0


def tie_score(
    exposure: Exposure,
    *,
    force_confidence: float,
    relevant: float = 1.0,
    is_systemic: bool = False,
    lead: float = 1.0,
) -> float:
    """Strength of the tie, 0-1. force_confidence: of a force to which the part is known to be sensitive, else 0.

    lead: of `lead_of`.
    """
    place = UNKNOWN_PLACE if exposure.place_score is None else exposure.place_score
    return rounded(
        place
        * trade_factor(exposure.trade_score, is_systemic=is_systemic)
        * lead
        * either(
            exposure.text_score,
            exposure.entity_score,
            MEANING_WEIGHT * (exposure.meaning_score or 0.0) * (force_confidence > 0),
            FORCE_WEIGHT * force_confidence * relevant,
        )
    )


def confidence(
    exposure: Exposure, *, force_confidence: float, force_families: Iterable[str]
) -> tuple[float, int]:
    """Confidence 0-1 in the tie, and the independent houses behind it. One more house never lowers it."""
    families = exposure.families | frozenset(force_families)
    held = either(exposure.text_score, exposure.entity_score, force_confidence)
    return rounded(held * (1.0 - 0.5 ** len(families))), len(families)


def _ordered(scores: Mapping[Reading, float]) -> tuple[str, ...]:
    """Documents by score, best first."""
    if not scores:
        return ()
    return tuple(r.doc_id for r in sorted(scores, key=lambda r: (-scores[r], r.doc_id)))
