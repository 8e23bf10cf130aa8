"""From what single texts show to the forces a signal is tied to. Formulas and limits: docs/methodology/forces.md."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from horizon.forces.match import CueMatch

# Probability that a text is about a force, by logistic regression: (constant, per log(1 + cue score), per standing).
# CUES_ALONE is fitted by `benchmarks/forces_pestle.py --calibrate`, as the share of category hits beyond what chance gives.
# Categories are too coarse to fit what standing is worth (forces of one category stand near each other: -3.07, 2.05, 0.33), so
# that WITH_VECTOR is set by the development events of benchmarks/impact_gold.py, where part and sign hang on the force.
WITH_VECTOR = (-3.80, 1.50, 1.00)
CUES_ALONE = (-1.82, 1.81, 0.0)
CARRIES = 0.3  # a text with at least this probability carries the tie by cues alone
CARRIES_WITH_VECTOR = (
    0.2  # less is asked where the vector agrees: a weak tie stays weak, but gives a touched part its sign
)
FAINT = 0.1  # with the trained reading a text ties faintly from here on, where none of the signal's texts carries the tie
FULL_SHARE = 0.2  # of a signal's origins, weighted by probability: from there on the tie counts in full
AGREEMENT = (
    0.5  # weight of a second text: texts of one signal share words, so they are not independent witnesses
)
MIN_OF_SUREST = 0.35  # of the surest tie's confidence: a weaker one is not kept beside it
N_CATEGORIES = 6
MIN_SHARE = 0.01  # no category is ever ruled out
MAX_CONFIDENCE = 0.98  # cue words and vectors are never certain


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one document of a signal shows of one force."""

    doc_id: str
    origin_id: str
    cues: CueMatch | None
    similarity: (
        float | None
    )  # mean cosine to the nearest cues; None where the model does not know the language
    standing: float | None = None  # how far it stands out among all forces; None with `similarity`
    category_share: float | None = (
        None  # of the force's category by the trained model; None when it is not asked
    )
    learnt: float | None = None  # of the trained reading of forces: log share
    log_odds: float | None = (
        None  # that the text is about it, by the trained reading; None: by cues and vector
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A force tied to a signal, with the texts that carry it."""

    force_id: str
    confidence: float
    cue_score: float  # mean over the carrying origins
    similarity: float | None  # mean over the carrying origins that have one
    phrases: tuple[str, ...]
    doc_ids: tuple[str, ...]
    standing: float | None = None  # mean over the same origins
    learnt: float | None = None  # mean over the carrying origins that the trained reading knows


def probability(
    cue_score: float,
    standing: float | None,
    category_share: float | None = None,
    log_odds: float | None = None,
) -> float:
    """Probability that a text is about a force. Without a cue and without a vector nothing is known: 0 by rule.

    log_odds: of `profiles`, where the trained reading knows the force; it has heard cues and standing already.

    standing: of `match.standing`; category_share: with the trained option, the odds are multiplied by the root of
    (share / even share), so that a text of another category needs stronger cues;
    the root, since the cues have been heard once already.
    """
    if log_odds is not None:
        z = log_odds
    elif standing is None:
        if cue_score <= 0:
            return 0.0
        z = CUES_ALONE[0] + CUES_ALONE[1] * math.log1p(cue_score)
    else:
        constant, per_cue, per_standing = WITH_VECTOR
        z = constant + per_cue * math.log1p(cue_score) + per_standing * standing
    if category_share is not None:
        z += 0.5 * math.log(max(category_share, MIN_SHARE) * N_CATEGORIES)
    return 1.0 / (1.0 + math.exp(-z))


def carries(standing: float | None) -> float:
    """Least probability with which a text carries a tie; never below FULL_SHARE, so that a carrier never lowers the spread."""
    return CARRIES if standing is None else CARRIES_WITH_VECTOR


def tie(force_id: str, readings: Sequence[Reading], n_origins: int) -> Tie | None:
    """The tie of a signal to a force, None when no text carries it.

    readings: of the signal's documents, most telling one an origin counts; n_origins: of the signal, those without a
    reading included. A further origin that carries the tie never lowers the confidence: it is the best text's probability
    times the share of origins that tell it, which is full at FULL_SHARE and lies below every carrier's probability. By the
    trained reading, texts of FAINT or more tell it too, and make a faint tie where no text carries one.
    """
    by_origin: dict[str, tuple[float, Reading]] = {}
    faint: dict[str, tuple[float, Reading]] = {}
    for reading in readings:
        p = probability(
            reading.cues.score if reading.cues else 0.0,
            reading.standing,
            reading.category_share,
            reading.log_odds,
        )
        least = carries(reading.standing) if reading.log_odds is None else FAINT
        if p >= least and p > faint.get(reading.origin_id, (0.0, reading))[0]:
            faint[reading.origin_id] = (p, reading)
            if p >= carries(reading.standing):
                by_origin[reading.origin_id] = (p, reading)
    if not faint:
        return None
    carriers = sorted((by_origin or faint).values(), key=lambda item: (-item[0], item[1].doc_id))
    told = math.fsum(p for p, _ in faint.values())
    covered = min(1.0, told / (FULL_SHARE * max(n_origins, len(faint))))
    missed = 1.0 - carriers[0][0]
    if len(carriers) > 1:
        missed *= 1.0 - AGREEMENT * carriers[1][0]
    near = [r.similarity for _, r in carriers if r.similarity is not None]
    apart = [r.standing for _, r in carriers if r.standing is not None]
    said = [r.learnt for _, r in carriers if r.learnt is not None]
    phrases = dict.fromkeys(p.casefold() for _, r in carriers if r.cues for p in r.cues.phrases)
    return Tie(
        force_id=force_id,
        confidence=round(min(MAX_CONFIDENCE, 1.0 - missed) * covered, 6),
        cue_score=round(sum(r.cues.score if r.cues else 0.0 for _, r in carriers) / len(carriers), 6),
        similarity=round(sum(near) / len(near), 6) if near else None,
        standing=round(sum(apart) / len(apart), 6) if apart else None,
        learnt=round(sum(said) / len(said), 6) if said else None,
        phrases=tuple(phrases),
        doc_ids=tuple(r.doc_id for _, r in carriers),
    )


def strongest(ties: Iterable[Tie], *, min_confidence: float, max_forces: int) -> list[Tie]:
    """The ties that are kept, surest first; what is much less sure than the surest is background of the same news."""
    found = list(ties)
    least = max(min_confidence, MIN_OF_SUREST * max((t.confidence for t in found), default=0.0))
    kept = [t for t in found if t.confidence >= least]
    return sorted(kept, key=lambda t: (-t.confidence, -t.cue_score, t.force_id))[:max_forces]
