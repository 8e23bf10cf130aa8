"""The tie between a signal and a part: what text, actors, places and the hand-set sensitivity to a force say.

Every factor is rounded to four digits before it is used, so that a reader can redo the sums from the columns.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from horizon.impact.lenses import NEARNESS
from horizon.impact.reading import Reading
from horizon.impact.system import Actor, Part

FULL_SHARE = 0.25  # of a signal's origins: what a quarter of them say counts in full
ACTOR_WEIGHT = 0.6  # one named actor of the part
AUTHORITY_WEIGHT = 0.2  # a public regulator is named in texts on everything
FORCE_WEIGHT = 0.5  # a hand-set sensitivity without a word about the part itself is half a tie
UNKNOWN_PLACE = 0.8  # no place is named: the middle of the scale, and place_score stays null
DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What the documents of a signal say of one part. Scores 0-1; place_score None when no place is named."""

    part_id: str
    text_score: float
    text_doc_ids: tuple[str, ...]
    phrases: tuple[str, ...]
    entity_score: float
    entity_doc_ids: tuple[str, ...]
    actor_ids: tuple[str, ...]
    place_score: float | None
    families: frozenset[str]  # houses of the texts above that do not contradict

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


def expose(part: Part, actors: Sequence[Actor], readings: Sequence[Reading], place: float | None) -> Exposure:
    """Exposure of a part. actors: of the system; readings: all documents of the signal; place: of `place_score`."""
    n_origins = len({reading.origin_id for reading in readings})
    weights = {actor.actor_id: weight_of(actor) for actor in actors if actor.actor_id in part.actor_ids}
    by_text = {r: r.parts[part.part_id][0] for r in readings if part.part_id in r.parts}
    by_name = {
        r: rounded(either(*(weights[actor] for actor in r.actors if actor in weights)))
        for r in readings
        if weights.keys() & set(r.actors)
    }
    carriers = [*by_text, *by_name]
    return Exposure(
        part_id=part.part_id,
        text_score=rounded(spread([(r.origin_id, score) for r, score in by_text.items()], n_origins)),
        text_doc_ids=_ordered(by_text),
        phrases=tuple(dict.fromkeys(p.casefold() for r in by_text for p in r.parts[part.part_id][1])),
        entity_score=rounded(spread([(r.origin_id, score) for r, score in by_name.items()], n_origins)),
        entity_doc_ids=_ordered(by_name),
        actor_ids=tuple(dict.fromkeys(a for r in by_name for a in r.actors if a in weights)),
        place_score=place,
        families=frozenset(r.family for r in carriers if not r.is_contradicting),
    )


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


def tie_score(exposure: Exposure, *, force_confidence: float) -> float:
    """Strength of the tie, 0-1. force_confidence: of a force to which the part is known to be sensitive, else 0."""
    place = UNKNOWN_PLACE if exposure.place_score is None else exposure.place_score
    return rounded(
        place * either(exposure.text_score, exposure.entity_score, FORCE_WEIGHT * force_confidence)
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
    return tuple(r.doc_id for r in sorted(scores, key=lambda r: (-scores[r], r.doc_id)))
