"""From exposures, forces and the influence matrix to the impacts of one signal on one system. docs/methodology/impact.md"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from horizon.impact.bearing import Bearing, bearing
from horizon.impact.direction import GROWS, SOUNDS, Direction
from horizon.impact.exposure import (
    FORCE_WEIGHT,
    Closeness,
    Exposure,
    closeness,
    confidence,
    lead_of,
    relevance,
    rounded,
    tie_score,
    unsaid_share,
)
from horizon.impact.inputs import direction_inputs, factors, leading
from horizon.impact.layer import reach
from horizon.impact.loop import LoopMatrix
from horizon.impact.system import Sensitivity, System

LIMIT = 3.0  # scores lie in -3..3
MIN_LOOP = 0.05  # what comes round is told from here on
PLAINLY = 0.6  # touch of a part by a phrase or an actor of it: from here on one that nobody judged is told
LOOP_TRUST = 0.7  # confidence in what comes round, against that in the hits it comes from


Judged = Mapping[tuple[str, str], Sensitivity]


@dataclass(frozen=True, slots=True, kw_only=True)
class TiedForce:
    """A force that the signal is tied to; families: the houses of the documents that carry it."""

    force_id: str
    layer: str
    confidence: float
    doc_ids: tuple[str, ...]
    families: frozenset[str]
    direction: Direction = GROWS  # -1 where the documents tell that the force recedes
    kind: str = ""
    growth: str | None = None  # what news of its growth sounds like
    is_systemic: bool = False  # reaches every trade, named or not
    arena_share: float | None = (
        None  # of a topic that enters from another sector: origins that name our arena, 0-1
    )
    why: Mapping[str, Any] = field(
        default_factory=dict
    )  # how the tie came about where words alone did not make it


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One row of core_impact before it is keyed; the fields are those of horizon.types.Impact."""

    part_id: str
    force_id: str | None
    exposure: Exposure
    tie_score: float
    sensitivity: float | None
    layer: str | None
    layer_reach: float | None
    direct_score: float | None
    loop_score: float | None
    sign: int | None
    lag_weeks_low: int | None
    lag_weeks_high: int | None
    confidence: float
    doc_ids: tuple[str, ...]
    bearing_score: float | None = None  # None where nothing judged moves the part directly
    derivation: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Impacts of a signal on a system, and the pairs (part, force) that it touched and nobody has judged."""

    impacts: tuple[Scored, ...]
    questions: tuple[tuple[str, str], ...]


def judged_by(system: System) -> Judged:
    """The sensitivities of a system by part and force."""
    return {(s.part_id, s.force_id): s for s in system.sensitivities}


def score(
    system: System,
    matrix: LoopMatrix,
    exposures: Sequence[Exposure],
    forces: Sequence[TiedForce],
    *,
    min_tie: float,
    min_bearing: float = 0.5,
    judged: Judged | None = None,
) -> Result:
    """Impacts of one signal on every part of a system.

    Known, and the news bears on it by at least `min_bearing`: sensitivity x direction x tie x layer reach, then what comes
    round the loop. Touched by at least `min_tie` and moved by none of these: as it was judged for the surest force, or, judged
    for none, a question, and by `PLAINLY` a row with nulls. Judged 0 with a tie of `min_tie`: a row with 0. Else no row.
    judged: of `judged_by`, made here when it is not given. A force that the signal is tied to by 0 is left out.
    """
    forces = [force for force in forces if force.confidence > 0]
    judged = judged_by(system) if judged is None else judged
    close = closeness(exposures)
    surest = max((force.confidence for force in forces), default=0.0)
    hits = {
        force.force_id: [
            hit
            for e in exposures
            if (known := judged.get((e.part_id, force.force_id))) is not None
            and (hit := _hit(e, force, known, close, surest, min_tie, min_bearing))
        ]
        for force in forces
    }
    moved = {hit.part_id for found in hits.values() for hit in found if hit.bearing_score is not None}
    touched = [e for e in exposures if e.touch > 0 and tie_score(e, force_confidence=0.0) >= min_tie]
    faint = [
        hit
        for e in touched
        if e.part_id not in moved and (hit := _faintly(e, forces, judged, close, surest)) is not None
    ]
    rows = [
        row
        for force in forces
        for row in _round_the_loop(matrix, exposures, force, hits[force.force_id], faint, judged, min_tie)
    ]
    told = moved | {hit.part_id for hit in faint}
    rows += [_unknown(e, forces) for e in touched if e.part_id not in told and e.touch >= PLAINLY]
    questions = [
        (e.part_id, f.force_id) for e in touched for f in forces if (e.part_id, f.force_id) not in judged
    ]
    return Result(impacts=tuple(rows), questions=tuple(questions))


def _hit(
    exposure: Exposure,
    force: TiedForce,
    known: Sensitivity,
    close: Closeness,
    surest: float,
    min_tie: float,
    min_bearing: float,
) -> Scored | None:
    """Direct impact through a force on a part that was judged for it; None where the news does not bear on it."""
    bears = _bears(exposure, force, known)
    if bears is not None and bears.score < min_bearing:
        return None
    trusted = force.confidence if known.value else 0.0
    relevant = relevance(force.layer, close.score, is_systemic=force.is_systemic)
    lead = lead_of(force.confidence, surest)
    tied = tie_score(
        exposure, force_confidence=trusted, relevant=relevant, is_systemic=force.is_systemic, lead=lead
    )
    if bears is None and tied < min_tie:
        return None
    far = reach(force.layer)
    way, why = direction_for(known.value, force)
    direct = rounded(known.value * way.score * tied * far)
    sure, n_families = confidence(
        exposure, force_confidence=trusted, force_families=force.families if known.value else ()
    )
    return Scored(
        part_id=exposure.part_id,
        force_id=force.force_id,
        exposure=exposure,
        tie_score=tied,
        sensitivity=float(known.value),
        layer=force.layer,
        layer_reach=far,
        direct_score=direct,
        loop_score=direct,
        sign=sign_of(direct),
        lag_weeks_low=known.lag_weeks_low,
        lag_weeks_high=known.lag_weeks_high,
        confidence=sure,
        doc_ids=_doc_ids(exposure, force.doc_ids if known.value else ()),
        bearing_score=None if bears is None else bears.score,
        derivation={
            **factors(exposure, is_systemic=force.is_systemic),
            "bearing": None if bears is None else {"score": bears.score, "terms": dict(bears.terms)},
            "force": {"force_id": force.force_id, "confidence": force.confidence, "weight": FORCE_WEIGHT if known.value else 0.0,
                      **leading("doc_ids", force.doc_ids), **force.why},
            "relevance": {"score": relevant, "unsaid": unsaid_share(force.layer, is_systemic=force.is_systemic),
                          "closeness": close.score, "best_part": {close.part_id: close.part_score} if close.part_id else {},
                          "is_systemic": force.is_systemic},
            "lead": {"score": lead, "surest": surest, "formula": "root of force confidence / that of the signal's surest force"},
            "tie": {"score": tied, "formula": "place x trade x lead x (1 - (1-text)(1-entity)(1-meaning weight x meaning)"
                                              "(1-force weight x force confidence x relevance))"},
            "sensitivity": {"value": known.value, "lag_weeks": [known.lag_weeks_low, known.lag_weeks_high],
                            "reason": known.reason},
            "layer": {"layer": force.layer, "reach": far},
            "direction": direction_inputs(way, why),
            "direct": {"score": direct, "formula": "sensitivity x direction x tie x reach"},
            "confidence": {"score": sure, "n_families": n_families,
                           "formula": "(1 - (1-text)(1-entity)(1-force confidence)) x (1 - 0.5^n_families)"},
        },
    )  # fmt: skip


def _bears(exposure: Exposure, force: TiedForce, known: Sensitivity) -> Bearing | None:
    """How plainly the news bears on a part; None where the part was judged 0."""
    if not known.value:
        return None
    return bearing(
        exposure,
        force_confidence=force.confidence,
        sensitivity=known.value,
        arena_share=force.arena_share,
    )


def _faintly(
    exposure: Exposure, forces: Sequence[TiedForce], judged: Judged, close: Closeness, surest: float
) -> Scored | None:
    """A part that is spoken of, as it was judged for the surest of its forces, however faintly the news bears on it; None where
    it was judged for none."""
    answers = [
        (force.confidence, force.force_id, force, known)
        for force in forces
        if (known := judged.get((exposure.part_id, force.force_id))) is not None
    ]
    if not answers:
        return None
    *_, force, known = max(answers, key=lambda found: found[:2])
    return _hit(exposure, force, known, close, surest, min_tie=0.0, min_bearing=0.0)


def direction_for(sensitivity: float, force: TiedForce) -> tuple[Direction, str]:
    """The direction of a force as a part feels it, and why.

    What only sounds good, or makes a rule easier to live with, does not tell that a hardship recedes for a part that lives by it:
    a simpler rule is no loss to whom the rule helps. What is stated and heard of the force itself turns every part.
    """
    told = force.direction
    welcome = {"hardship": -1, "gain": 1}.get(force.growth or "", 0)
    if welcome * sensitivity < 0 and any(name in SOUNDS for name in told.terms):
        changes = told.score != told.stated
        told = told.without_sounds()
        if changes:
            return told, (
                "the news sounds otherwise, but this part is moved the other way by the force: what is said of the force counts"
            )
    if told.score < 0:
        return told, "the documents tell that the force recedes"
    return told, (
        "the documents tell that the force grows" if told.read != "none" else "nothing told: taken as growth"
    )


def _round_the_loop(
    matrix: LoopMatrix,
    exposures: Sequence[Exposure],
    force: TiedForce,
    hits: Sequence[Scored],
    faint: Sequence[Scored],
    judged: Judged,
    min_tie: float,
) -> list[Scored]:
    """The hits with what comes back to them, and the parts that are reached only through others.

    What moves a part faintly is told there and goes on to no other part.
    """
    faintly = {hit.part_id: hit for hit in faint if hit.force_id == force.force_id}
    if not hits and not faintly:
        return []
    by_part = {hit.part_id: hit for hit in hits}
    strength = {hit.part_id: hit.direct_score or 0.0 for hit in hits}
    rows = []
    for exposure in exposures:
        hit = faintly.get(exposure.part_id) or by_part.get(exposure.part_id)
        here = strength if hit is None else {**strength, hit.part_id: hit.direct_score or 0.0}
        parts = {name: rounded(value) for name, value in matrix.onto(exposure.part_id, here).items()}
        if hit is not None:
            rows.append(_with_loop(hit, matrix, parts, here))
        elif abs(sum(parts.values())) >= MIN_LOOP:
            is_told = exposure.touch >= PLAINLY and tie_score(exposure, force_confidence=0.0) >= min_tie
            if not (is_told and (exposure.part_id, force.force_id) not in judged):
                rows.append(_reached(exposure, force, matrix, parts, by_part, judged))
    return rows


def _with_loop(
    hit: Scored, matrix: LoopMatrix, parts: Mapping[str, float], strength: Mapping[str, float]
) -> Scored:
    total = total_of(hit.direct_score or 0.0, parts.values())
    return replace(
        hit,
        loop_score=total,
        sign=sign_of(total),
        derivation={**hit.derivation, "loop": _loop_step(hit.part_id, matrix, parts, strength, total)},
    )


def _reached(
    exposure: Exposure,
    force: TiedForce,
    matrix: LoopMatrix,
    parts: Mapping[str, float],
    hits: Mapping[str, Scored],
    judged: Judged,
) -> Scored:
    """A part without a tie of its own that a hit on another part comes round to."""
    total = total_of(0.0, parts.values())
    by_weight = sorted(parts, key=lambda name: (-abs(parts[name]), name))
    sure = rounded(
        LOOP_TRUST
        * sum(abs(parts[n]) * hits[n].confidence for n in by_weight)
        / sum(map(abs, parts.values()))
    )
    first = hits[by_weight[0]]
    delay = matrix.delays[matrix.part_ids.index(first.part_id)][matrix.part_ids.index(exposure.part_id)] or 0
    known = judged.get((exposure.part_id, force.force_id))
    direct, why = _direct_of_reached(known)
    strength = {name: hits[name].direct_score or 0.0 for name in hits}
    return Scored(
        part_id=exposure.part_id,
        force_id=force.force_id,
        exposure=exposure,
        tie_score=tie_score(exposure, force_confidence=0.0),
        sensitivity=None if known is None else float(known.value),
        layer=force.layer,
        layer_reach=reach(force.layer),
        direct_score=direct,
        loop_score=total,
        sign=sign_of(total),
        lag_weeks_low=None if first.lag_weeks_low is None else first.lag_weeks_low + delay,
        lag_weeks_high=None if first.lag_weeks_high is None else first.lag_weeks_high + delay,
        confidence=sure,
        doc_ids=tuple(dict.fromkeys(doc_id for name in by_weight for doc_id in hits[name].doc_ids)),
        derivation={
            **factors(exposure),
            **why,
            "loop": _loop_step(exposure.part_id, matrix, parts, strength, total),
            "lag": {"from": first.part_id, "delay_weeks": delay},
            "confidence": {
                "score": sure,
                "formula": f"{LOOP_TRUST} x mean confidence of the hits, weighted by what they add",
            },
        },
    )


def _direct_of_reached(known: Sensitivity | None) -> tuple[float | None, dict[str, Any]]:
    """Direct score of a part that is reached through others, and its steps: 0 where it was judged so, else none."""
    if known is None or known.value:
        return None, {"direct": {"score": None, "why": "no tie of its own: reached through other parts only"}}
    return 0.0, {
        "sensitivity": {"value": known.value, "reason": known.reason},
        "direct": {"score": 0.0, "why": "judged: no effect"},
    }


def _unknown(exposure: Exposure, forces: Sequence[TiedForce]) -> Scored:
    """A part that is spoken of, under forces nobody has judged for it: everything that needs a sign stays null."""
    force = forces[0] if forces else None
    sure, n_families = confidence(exposure, force_confidence=0.0, force_families=())
    tied = tie_score(exposure, force_confidence=0.0)
    return Scored(
        part_id=exposure.part_id,
        force_id=None if force is None else force.force_id,
        exposure=exposure,
        tie_score=tied,
        sensitivity=None,
        layer=None if force is None else force.layer,
        layer_reach=None if force is None else reach(force.layer),
        direct_score=None,
        loop_score=None,
        sign=None,
        lag_weeks_low=None,
        lag_weeks_high=None,
        confidence=sure,
        doc_ids=_doc_ids(exposure, ()),
        derivation={
            **factors(exposure),
            "force": None if force is None else {"force_id": force.force_id, "confidence": force.confidence},
            "tie": {"score": tied, "formula": "place x trade x (1 - (1-text)(1-entity))"},
            "sensitivity": {"value": None, "why": "not judged: a question for the owner of the model"},
            "direct": {"score": None, "why": "the sign is unknown"},
            "confidence": {"score": sure, "n_families": n_families,
                           "formula": "(1 - (1-text)(1-entity)) x (1 - 0.5^n_families)"},
        },
    )  # fmt: skip


def total_of(direct: float, contributions: Iterable[float]) -> float:
    """Direct plus what comes round, held within -3..3."""
    return rounded(max(-LIMIT, min(LIMIT, direct + sum(contributions))))


def sign_of(value: float) -> int:
    """-1 threat, 1 opportunity, 0 none."""
    return (value > 0) - (value < 0)


def _loop_step(
    part_id: str, matrix: LoopMatrix, parts: Mapping[str, float], strength: Mapping[str, float], total: float
) -> dict[str, Any]:
    column = matrix.part_ids.index(part_id)
    return {
        "score": total,
        "from": {
            name: {
                "hit": strength[name],
                "weight": round(float(matrix.weights[matrix.part_ids.index(name), column]), 6),
                "adds": parts[name],
            }
            for name in sorted(parts, key=lambda n: (-abs(parts[n]), n))
        },
        "formula": "direct + sum of what each hit adds (hit x weight), within -3..3",
    }


def _doc_ids(exposure: Exposure, more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*exposure.text_doc_ids, *exposure.entity_doc_ids, *more)))
