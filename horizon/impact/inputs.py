"""What went into the factors of an impact, document by document, so that a reader can redo every one by hand.

A list of documents holds the best of each origin, best first, at most LEADING of them: [doc id, score, what gave it]; the rest
are counted, with the sum of their scores. How they are joined stands in RULES, which `horizon explain` prints once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from horizon.impact import bearing as b
from horizon.impact.direction import PRIOR, Direction
from horizon.impact.exposure import (
    ACTOR_WEIGHT,
    AUTHORITY_WEIGHT,
    FULL_SHARE,
    MEANING_WEIGHT,
    UNKNOWN_PLACE,
    Exposure,
    named_score,
    rounded,
)
from horizon.impact.lenses import NEARNESS
from horizon.impact.meaning import FAR, NEAR
from horizon.impact.reading import HALF_SURE, PHRASE_WEIGHT, Reading
from horizon.impact.trade import FULL_SHARE as FULL_TRADE
from horizon.impact.trade import LEAST, LEAST_SYSTEMIC, OWN_TRADE, trade_factor

LEADING = 5  # documents that are listed for a factor
_SPREAD = f"best document x min(1, sum of the documents / ({FULL_SHARE} x n origins))"
RULES: Mapping[str, str] = {
    "documents": "the best of each origin, each with its score and what gave it; the others as their number and the sum of their "
    "scores. Every score is rounded to four digits before it is used",
    "text": f"{_SPREAD}; a document: 1 - exp(-sum of its cue weights / {HALF_SURE}), a cue weighs 1, of several words "
    f"{PHRASE_WEIGHT}, less inside a compound",
    "entity": f"{_SPREAD}; a document: 1 - product of (1 - weight) of the actors it names, {ACTOR_WEIGHT} each, a regulator "
    f"{AUTHORITY_WEIGHT}",
    "meaning": "sum of the documents / n origins (of those that vectors can read); a document: (cosine to the nearest cue - "
    f"{FAR}) / {NEAR - FAR:.2f}, within 0 and 1",
    "wording": "sum of the documents / n origins; a document: sum over its words of the part of 1 / the number of parts that "
    "claim the word, which stands beside it",
    "place": f"mean of the documents that name one, by their nearest place; unknown is used as {UNKNOWN_PLACE}",
    "trade": f"mean of the documents that name one, words of ours / words of any; used: least + (1 - least) x min(1, score / "
    f"{FULL_TRADE}), 1 where unknown",
    "bearing": f"logistic of the sum of the terms: {b.START}, {b.FORCE} x log odds of the force's confidence (at most {b.MOST}), "
    f"{b.WORDING} x ln(1 + wording), {b.TOUCH} x (1 - (1-text)(1-entity)), {b.MEANING} x meaning ({b.UNREAD} where unknown), "
    f"{b.SENSITIVITY} x ln|sensitivity|, {b.TRADE:g} x trade score ({b.UNKNOWN_TRADE} where unknown, of a topic that enters "
    f"its arena share where that is more), {b.PLACE} x (place used - {UNKNOWN_PLACE})",
    "relevance": "unsaid + (1 - unsaid) x closeness; unsaid by the force's layer, less where it is not systemic; closeness: "
    f"1 - (1 - best part)(1 - {OWN_TRADE} x trade score), a part: 1 - (1-text)(1-entity)(1-meaning)",
    "direction": f"-1 where more than half of the texts have odds below 0, else 1; the odds of a text: {PRIOR} + its terms. "
    "Terms: mean over the texts. Turned (done by another country): 1 where more than half are above 0, else -1",
}

Told = tuple[Reading, float]


def factors(exposure: Exposure, *, is_systemic: bool = False) -> dict[str, Any]:
    """The factors of a part with their documents. is_systemic: of the force that the tie is through."""
    e, part_id = exposure, exposure.part_id
    n_origins = len({r.origin_id for r in e.readings})
    texts = [(r, r.parts[part_id]) for r in e.readings if part_id in r.parts] if e.text_score else []
    named = (
        [(r, score) for r in e.readings if (score := named_score(r, e.actor_weights)) > 0]
        if e.entity_score
        else []
    )
    known = [r for r in e.readings if r.meaning is not None]
    likes = [(r, score) for r in known if r.meaning and (score := r.meaning.get(part_id, 0.0)) > 0]
    words = [(r, r.wording[part_id]) for r in e.readings if part_id in r.wording]
    return {
        "text": _factor(e.text_score, texts, n_origins, lambda r: _cues(r, part_id)),
        "entity": _factor(e.entity_score, named, n_origins, lambda r: _actors(r, e.actor_weights)),
        "meaning": {
            **_factor(e.meaning_score, likes, len({r.origin_id for r in known})),
            "weight": MEANING_WEIGHT,
        },
        "wording": _factor(e.wording_score, words, n_origins, lambda r: _words(r, part_id)),
        **_of_the_signal(e, is_systemic=is_systemic),
    }


def _cues(reading: Reading, part_id: str) -> dict[str, float]:
    return {cue: rounded(weight) for cue, weight in reading.cue_weights.get(part_id, {}).items()}


def _actors(reading: Reading, weights: Mapping[str, float]) -> dict[str, float]:
    return {actor: weights[actor] for actor in reading.actors if actor in weights}


def _words(reading: Reading, part_id: str) -> dict[str, int]:
    """Words of a part, each with the number of parts that claim it."""
    return {word: round(1 / share) for word, share in reading.word_shares.get(part_id, {}).items()}


def _of_the_signal(exposure: Exposure, *, is_systemic: bool) -> dict[str, Any]:
    """Place and trade, which are the same for every part."""
    e = exposure
    placed = [(r, NEARNESS[r.level]) for r in e.readings if r.level is not None]
    traded = [(r, share) for r in e.readings if (share := r.trade_share) is not None]
    return {
        "place": {
            **_documents(e.place_score, placed, lambda r: r.level),
            "used": UNKNOWN_PLACE if e.place_score is None else e.place_score,
        },
        "trade": {
            **_documents(e.trade_score, traded, lambda r: "{} of {}".format(*(r.trade_words or ()))),
            "used": trade_factor(e.trade_score, is_systemic=is_systemic),
        }
        | ({} if e.trade_score is None else {"least": LEAST_SYSTEMIC if is_systemic else LEAST}),
    }


def _factor(
    score: float | None,
    scores: Sequence[Told],
    n_origins: int,
    gave: Callable[[Reading], Any] | None = None,
) -> dict[str, Any]:
    """A factor that is joined over all origins: their number counts where any document has a score."""
    told = _documents(score, scores, gave)
    return told | ({"n_origins": n_origins} if scores else {})


def _documents(
    score: float | None, scores: Iterable[Told], gave: Callable[[Reading], Any] | None = None
) -> dict[str, Any]:
    """The best document of each origin, best first, and the sum of those that are not listed."""
    best: dict[str, Told] = {}
    for reading, value in scores:
        was = best.get(reading.origin_id)
        if was is None or (-value, reading.doc_id) < (-was[1], was[0].doc_id):
            best[reading.origin_id] = (reading, value)
    if not best:
        return {"score": score}
    ordered = sorted(best.values(), key=lambda told: (-told[1], told[0].doc_id))
    rest = ordered[LEADING:]
    listed = [[r.doc_id, value, *([gave(r)] if gave else [])] for r, value in ordered[:LEADING]]
    others = {"others": {"n": len(rest), "sum": rounded(sum(value for _, value in rest))}} if rest else {}
    return {"score": score, "documents": listed, **others}


def direction_inputs(way: Direction, why: str) -> dict[str, Any]:
    """A direction with what its texts tell: their odds and terms, those with the plainest odds first."""
    start = way.terms.get("start", PRIOR)
    odds = [(rounded(start + sum(text.terms.values())), text) for text in way.texts]
    odds.sort(key=lambda told: (-abs(told[0]), told[1].doc_id))
    rest = [value for value, _ in odds[LEADING:]]
    side = -1 if way.is_turned else 1
    return {
        "score": way.score,
        "read": way.read,
        "words": list(way.words),
        "meaning": why,
        "terms": dict(way.terms),
        **({"is_turned": True} if way.is_turned else {}),
        "documents": [[text.doc_id, value, dict(text.terms)] for value, text in odds[:LEADING]],
        **(
            {
                "others": {
                    "n": len(rest),
                    ("above_0" if way.is_turned else "below_0"): sum(v * side < 0 for v in rest),
                }
            }
            if rest
            else {}
        ),
    }


def leading(name: str, doc_ids: Collection[str]) -> dict[str, Any]:
    """The leading ones of a list by this name, and how many others there are."""
    kept = list(doc_ids)
    return {name: kept[:LEADING]} | ({"n_others": len(kept) - LEADING} if len(kept) > LEADING else {})
