"""What always holds of impacts, whatever the system, the texts and the judgements. docs/methodology/impact.md"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from horizon.config import ImpactSettings
from horizon.impact import loop
from horizon.impact.direction import Direction
from horizon.impact.exposure import (
    DIGITS,
    Closeness,
    Exposure,
    closeness,
    confidence,
    expose,
    lead_of,
    place_score,
    rounded,
    spread,
    tie_score,
)
from horizon.impact.eyes import read
from horizon.impact.layer import REACH
from horizon.impact.score import LIMIT, LOOP_TRUST, Result, Scored, TiedForce, score
from horizon.impact.stage import score_signals
from horizon.impact.system import Sensitivity, System
from horizon.impact.trade import trade_score
from tests.impact.generated import (
    HOUSES,
    LAYERS,
    SPARE,
    cases,
    houses,
    influences,
    judged_as,
    shares,
    systems,
    ties,
    turned,
    values,
    weeks,
)

MIN_TIE = ImpactSettings().min_tie
DIGIT = 10.0**-DIGITS
Case = tuple[System, list[Exposure], list[TiedForce]]


def run(system: System, said: Sequence[Exposure], forces: Sequence[TiedForce]) -> Result:
    return score(system, loop.build(system), said, forces, min_tie=MIN_TIE)


def by_pair(rows: Iterable[Scored]) -> dict[tuple[str, str | None], Scored]:
    """Rows by part and force, of which a result never has two."""
    kept = list(rows)
    found = {(row.part_id, row.force_id): row for row in kept}
    assert len(found) == len(kept)
    return found


def written(rows: Iterable[Scored], part_ids: Iterable[str]) -> list[str]:
    """The rows of some parts as they are kept, to the last byte."""
    kept = set(part_ids)
    return [
        repr(replace(row, derivation={})) + json.dumps(row.derivation, sort_keys=True)
        for row in rows
        if row.part_id in kept
    ]


def reached_from(system: System, part_id: str) -> set[str]:
    """Parts that a path of steps leads to, the part itself included."""
    steps = loop.steps_of(system)
    found, new = {part_id}, {part_id}
    while new:
        new = {b for a, b in steps if a in new} - found
        found |= new
    return found


# ---------------------------------------------------------------- layers and signs


@given(cases(least=1), st.data())
def test_an_outer_force_outweighs_the_same_force_from_an_inner_layer(case: Case, data: st.DataObject) -> None:
    system, said, forces = case
    one = data.draw(st.sampled_from(forces))
    by_layer = [
        by_pair(
            run(
                system, said, [replace(f, layer=layer) if f.force_id == one.force_id else f for f in forces]
            ).impacts
        )
        for layer in REACH
    ]
    judged = {pair for pair, row in by_layer[0].items() if row.direct_score and pair[1] == one.force_id}
    for rows in by_layer[1:]:
        assert {pair for pair, row in rows.items() if row.direct_score and pair[1] == one.force_id} == judged
    for pair in judged:
        scores = [abs(rows[pair].direct_score or 0.0) for rows in by_layer]
        assert scores == sorted(scores, reverse=True)
        assert len(set(scores)) == len(REACH)


@given(cases(least=1), st.data())
def test_the_sign_turns_with_the_sensitivity_and_with_the_direction_and_nothing_else_does(
    case: Case, data: st.DataObject
) -> None:
    system, said, forces = case
    one = data.draw(st.sampled_from(forces))
    way = Direction(-one.direction.score, one.direction.read)
    other_way = [replace(f, direction=way) if f.force_id == one.force_id else f for f in forces]
    before = run(system, said, forces).impacts
    for after in (
        run(turned(system, one.force_id), said, forces).impacts,
        run(system, said, other_way).impacts,
    ):
        assert len(after) == len(before)
        for was, now in zip(before, after, strict=True):
            way_of = -1 if was.force_id == one.force_id else 1
            for name in ("direct_score", "loop_score", "sign"):
                old, new = getattr(was, name), getattr(now, name)
                assert new == (None if old is None else way_of * old), name
            for name in (
                "part_id",
                "force_id",
                "tie_score",
                "bearing_score",
                "confidence",
                "lag_weeks_low",
                "doc_ids",
            ):
                assert getattr(now, name) == getattr(was, name), name


# ---------------------------------------------------------------- 0 is judged, null is not


@given(cases())
def test_only_what_is_judged_has_a_value_and_only_what_is_judged_zero_is_zero(case: Case) -> None:
    system, said, forces = case
    judged = {(s.part_id, s.force_id): s.value for s in system.sensitivities}
    result = run(system, said, forces)
    for row in result.impacts:
        value = None if row.force_id is None else judged.get((row.part_id, row.force_id))
        assert row.sensitivity == value
        assert (row.sign is None) == (row.loop_score is None)
        assert row.derivation["direct"]["score"] == row.direct_score
        if value is None:
            assert row.direct_score is None
        elif value == 0:
            assert row.direct_score == 0.0
        else:  # reached through other parts only, or moved, and then by no less than a digit that is kept
            assert row.direct_score is None or abs(row.direct_score) >= DIGIT
            assert (row.direct_score is None) == (row.bearing_score is None)
        if row.loop_score is not None and row.direct_score is None:
            assert row.derivation["loop"]["from"], "a score without one of its own comes from somewhere"
    assert not set(result.questions) & set(judged)


@given(cases(least=1), st.data())
def test_a_pair_that_is_not_judged_is_a_question_and_one_that_is_judged_zero_is_none(
    case: Case, data: st.DataObject
) -> None:
    system, said, forces = case
    force = data.draw(st.sampled_from(forces))
    one, lead = force.force_id, lead_of(force.confidence, forces[0].confidence)
    part = data.draw(st.sampled_from(system.parts)).part_id
    others = [p.part_id for p in system.parts if p.part_id != part]
    exposure = next(e for e in said if e.part_id == part)
    is_spoken_of = exposure.touch > 0 and tie_score(exposure, force_confidence=0.0) >= MIN_TIE
    unjudged = run(judged_as(system, part, one, None), said, forces)
    zero = run(judged_as(system, part, one, 0), said, forces)
    assert ((part, one) in unjudged.questions) == is_spoken_of
    assert (part, one) not in zero.questions
    blank, none = (by_pair(r.impacts).get((part, one)) for r in (unjudged, zero))
    if blank is not None:
        assert blank.direct_score is None and blank.sensitivity is None
    if none is not None:
        passed_on = none.derivation["loop"]["from"].values()
        assert none.direct_score == 0.0 and none.sensitivity == 0.0
        assert none.loop_score == pytest.approx(
            max(-LIMIT, min(LIMIT, sum(p["adds"] for p in passed_on))), abs=DIGIT
        )
    if tie_score(exposure, force_confidence=0.0, is_systemic=force.is_systemic, lead=lead) >= MIN_TIE:
        assert none is not None, "a judged zero that the texts speak of is told"
    assert written(unjudged.impacts, others) == written(zero.impacts, others), "neither moves another part"


@given(cases(), st.data())
def test_a_tie_of_zero_ties_nothing(case: Case, data: st.DataObject) -> None:
    system, said, forces = case
    name = data.draw(st.sampled_from(tuple(LAYERS)))
    tied = [f for f in forces if f.force_id != name]
    loose = TiedForce(
        force_id=name, layer=LAYERS[name], confidence=0.0, doc_ids=("d9",), families=frozenset("a")
    )
    assert run(system, said, [*tied, loose]) == run(system, said, tied)


@given(systems(), ties())
def test_of_a_signal_that_says_nothing_of_us_only_what_a_force_does_is_told(
    system: System, forces: list[TiedForce]
) -> None:
    silent = [
        Exposure(
            part_id=p.part_id, text_score=0.0, text_doc_ids=(), entity_score=0.0, entity_doc_ids=(),
            place_score=None, families=frozenset(),
        )
        for p in system.parts
    ]  # fmt: skip
    result = run(system, silent, forces)
    assert result.questions == ()
    assert all(row.bearing_score is not None or row.tie_score == 0.0 for row in result.impacts)
    assert run(system, silent, []).impacts == ()


# ---------------------------------------------------------------- evidence


@given(text=shares, entity=shares, sure=shares, said=houses, told=houses, more=st.sampled_from(HOUSES))
def test_a_new_house_raises_the_confidence_and_a_known_one_changes_nothing(
    text: float, entity: float, sure: float, said: frozenset[str], told: frozenset[str], more: str
) -> None:
    def sure_of(own: frozenset[str], of_force: frozenset[str]) -> float:
        exposure = Exposure(
            part_id="p", text_score=text, text_doc_ids=(), entity_score=entity, entity_doc_ids=(),
            place_score=None, families=own,
        )  # fmt: skip
        found, n_houses = confidence(exposure, force_confidence=sure, force_families=of_force)
        assert n_houses == len(own | of_force)
        assert 0.0 <= found <= 1.0
        return found

    before = sure_of(said, told)
    for after in (sure_of(said | {more}, told), sure_of(said, told | {more})):
        if more in said | told:
            assert after == before
        else:
            assert after >= before
            assert after > before or before + after < 0.02 or len(said | told) > 6


@given(
    scores=st.lists(st.floats(0.25, 1), min_size=1, max_size=10),
    more=st.floats(0.25, 1),
    n_silent=st.integers(0, 60),
)
def test_one_more_origin_about_the_part_never_lowers_its_score(
    scores: list[float], more: float, n_silent: int
) -> None:
    """From FULL_SHARE on; every cue is worth more than that."""
    before = spread([(f"o{i}", s) for i, s in enumerate(scores)], len(scores) + n_silent)
    longer = [*scores, more]
    after = spread([(f"o{i}", s) for i, s in enumerate(longer)], len(longer) + n_silent)
    assert after >= before - 1e-9


@st.composite
def texts(draw: st.DrawFn, system: System) -> list[dict[str, Any]]:
    """Documents of one signal: cues of any parts, actors, places and words of nobody, in one to six origins."""
    cues = [cue for part in system.parts for cue in part.cues_en]
    names = [actor.name for actor in system.actors]
    words = st.lists(
        st.sampled_from([*cues, *cues, *names, "Norrvik", "Sweden", "China", "quiet", *SPARE]), max_size=5
    )
    return [
        document(f"d{n}", " and ".join(draw(words)), draw(st.sampled_from(HOUSES)))
        for n in range(draw(st.integers(1, 6)))
    ]


def document(doc_id: str, title: str, house: str) -> dict[str, Any]:
    """A row of queries/impact/documents.sql."""
    return {
        "signal_id": "s", "doc_id": doc_id, "origin_id": doc_id, "stance": "supports", "source_id": house, "title": title,
        "text": "", "language": "en", "text_hash": doc_id, "geo_level": None, "countries": None, "source_name": house,
        "source_family": house, "source_sector": None,
    }  # fmt: skip


def scored(system: System, rows: Sequence[dict[str, Any]], forces: Sequence[TiedForce]) -> Result:
    """The texts of a signal read and scored, as the stage does it."""
    return score_signals(system, read(system, rows), {"s": forces}, min_tie=MIN_TIE)["s"]


@given(systems(), ties(least=1), st.data())
def test_a_document_of_a_new_house_that_says_it_all_again_takes_nothing_away(
    system: System, forces: list[TiedForce], data: st.DataObject
) -> None:
    """No row is lost; its bearing and its confidence never fall. One that contradicts is no further house."""
    rows = data.draw(texts(system))
    again = document("more", " and ".join(row["title"] for row in rows), "new house")
    tied = [replace(f, doc_ids=(*f.doc_ids, "more"), families=f.families | {"new house"}) for f in forces]
    before = by_pair(scored(system, rows, forces).impacts)
    after = by_pair(scored(system, [*rows, again], tied).impacts)
    for pair, was in before.items():
        if was.bearing_score is not None and was.bearing_score >= ImpactSettings().min_bearing:
            now = after[pair]
            assert now.bearing_score is not None and now.bearing_score >= was.bearing_score - DIGIT
            assert now.confidence >= was.confidence
    against = by_pair(scored(system, [*rows, {**again, "stance": "contradicts"}], forces).impacts)
    for pair in before.keys() & against.keys():
        pro, con = before[pair], against[pair]
        if pro.bearing_score is not None and con.bearing_score is not None:
            assert con.derivation["confidence"]["n_families"] == pro.derivation["confidence"]["n_families"]


# ---------------------------------------------------------------- the loop


@given(systems())
def test_the_loop_passes_on_less_than_the_hit_and_only_along_paths(system: System) -> None:
    matrix = loop.build(system)
    steps = loop.steps_of(system)
    assert (np.abs(matrix.direct).sum(axis=1) <= loop.DAMPING + 1e-9).all()
    assert (np.abs(matrix.weights).sum(axis=1) < 1.0).all()
    far = len(matrix.part_ids) * 105
    delay = {(a, b): far for a in matrix.part_ids for b in matrix.part_ids}
    for (a, b), (_, pause) in steps.items():
        delay[a, b] = min(delay[a, b], pause)
    for through in matrix.part_ids:  # Floyd and Warshall, slow and plain
        for a in matrix.part_ids:
            for b in matrix.part_ids:
                delay[a, b] = min(delay[a, b], delay[a, through] + delay[through, b])
    for i, a in enumerate(matrix.part_ids):
        for j, b in enumerate(matrix.part_ids):
            shortest = delay[a, b] if delay[a, b] < far else None
            assert matrix.delays[i][j] == shortest
            if shortest is None:
                assert matrix.weights[i, j] == 0.0


@given(cases(least=1))
def test_what_comes_round_is_bounded_and_every_bit_of_it_is_explained(case: Case) -> None:
    system, said, forces = case
    matrix = loop.build(system)
    for row in run(system, said, forces).impacts:
        assert 0.0 <= row.tie_score <= 1.0 and 0.0 <= row.confidence <= 1.0
        assert row.direct_score is None or abs(row.direct_score) <= LIMIT
        if row.loop_score is None:
            continue
        told = row.derivation["loop"]
        assert abs(row.loop_score) <= LIMIT and told["score"] == row.loop_score
        column = matrix.part_ids.index(row.part_id)
        for name, step in told["from"].items():
            weight = matrix.weights[matrix.part_ids.index(name), column]
            assert step["weight"] == round(float(weight), 6)
            assert step["adds"] == rounded(step["hit"] * float(weight))
            assert abs(step["adds"]) <= abs(step["hit"])
        total = (row.direct_score or 0.0) + sum(step["adds"] for step in told["from"].values())
        assert row.loop_score == rounded(max(-LIMIT, min(LIMIT, total)))


@given(cases(least=1))
def test_a_part_that_is_only_reached_is_trusted_less_than_the_surest_hit_and_feels_it_later(
    case: Case,
) -> None:
    system, said, forces = case
    rows = by_pair(run(system, said, forces).impacts)
    for (_, force_id), row in rows.items():
        if "lag" not in row.derivation:
            continue
        hits = [rows[name, force_id] for name in row.derivation["loop"]["from"]]
        first = rows[row.derivation["lag"]["from"], force_id]
        assert row.confidence <= LOOP_TRUST * max(hit.confidence for hit in hits) + DIGIT
        assert row.confidence >= LOOP_TRUST * min(hit.confidence for hit in hits) - DIGIT
        assert row.lag_weeks_low is not None and first.lag_weeks_low is not None
        assert row.lag_weeks_low == first.lag_weeks_low + row.derivation["lag"]["delay_weeks"]


# ---------------------------------------------------------------- editing one part


def edited(system: System, part_id: str, data: st.DataObject) -> System:
    """The system with a part described and judged anew: name, text, sensitivities, and what it passes on."""
    engine, kind = part_id.split(".")
    other = [s for s in system.sensitivities if s.part_id != part_id]
    anew = [
        Sensitivity(
            part_id=part_id, force_id=force_id, value=value, lag_weeks_low=low, lag_weeks_high=low + 5, reason="Anew."
        )
        for force_id in LAYERS
        if (value := data.draw(st.one_of(st.none(), values))) is not None
        for low in [data.draw(weeks)]
    ]  # fmt: skip
    fresh = data.draw(influences([part.part_id for part in system.parts]))
    return replace(
        system,
        sensitivities=tuple(data.draw(st.permutations([*other, *anew]))),
        influences=(
            *(i for i in system.influences if i.source_id != part_id),
            *(i for i in fresh if i.source_id == part_id),
        ),
        engines=tuple(
            replace(
                e,
                parts=tuple(
                    replace(p, name="Anew", description="Told otherwise.", places=("Norrvik",), depends_on=("luck",))
                    if p.part_id == part_id
                    else p
                    for p in e.parts
                ),
                feedback_strength=data.draw(st.integers(0, 3))
                if (e.engine_id, "effect") == (engine, kind)
                else e.feedback_strength,
            )
            for e in system.engines
        ),
        file_hash="edited",
    )  # fmt: skip


@given(cases(least=1), st.data())
def test_editing_a_part_changes_nothing_where_no_path_leads(case: Case, data: st.DataObject) -> None:
    system, said, forces = case
    part = data.draw(st.sampled_from(system.parts)).part_id
    after = edited(system, part, data)
    apart = {p.part_id for p in system.parts} - reached_from(system, part) - reached_from(after, part)
    results = [run(s, said, forces) for s in (system, after)]
    assert written(results[0].impacts, apart) == written(results[1].impacts, apart)
    asked = [[q for q in r.questions if q[0] != part] for r in results]
    assert asked[0] == asked[1]


@given(systems(), ties(least=1), st.data())
def test_other_words_and_actors_for_a_part_tell_no_other_part_otherwise(
    system: System, forces: list[TiedForce], data: st.DataObject
) -> None:
    """They may change how much a signal speaks of us at all and of which part most (closeness), so how strongly its forces count.

    Which parts are told, with what bearing, sign, confidence and lag, stays the same; where closeness does, every byte.
    """
    rows = data.draw(texts(system))
    chosen = data.draw(st.sampled_from(system.parts))
    actor_ids = tuple(
        a.actor_id for a in data.draw(st.lists(st.sampled_from(system.actors), unique=True))
    ) if system.actors else ()  # fmt: skip
    anew = replace(
        chosen, cues_en=(data.draw(st.sampled_from(SPARE)),), cues_sv=("nyordet",), actor_ids=actor_ids
    )
    after = replace(
        system,
        engines=tuple(
            replace(e, parts=tuple(anew if p.part_id == chosen.part_id else p for p in e.parts))
            for e in system.engines
        ),
    )
    results = [scored(s, rows, forces) for s in (system, after)]
    apart = {p.part_id for p in system.parts} - reached_from(system, chosen.part_id)
    moved = [
        {
            pair: (row.bearing_score, row.sign if not row.derivation["loop"]["from"] else None, row.confidence, row.lag_weeks_low)
            for pair, row in by_pair(result.impacts).items()
            if row.bearing_score is not None and pair[0] in apart
        }
        for result in results
    ]  # fmt: skip
    assert moved[0] == moved[1]
    if len({close(s, rows) for s in (system, after)}) == 1:
        assert written(results[0].impacts, apart) == written(results[1].impacts, apart)


def close(system: System, rows: Sequence[dict[str, Any]]) -> Closeness:
    """How much the texts speak of anything of ours."""
    readings = read(system, rows)["s"]
    trade = trade_score((r.origin_id, r.trade_share) for r in readings)
    return closeness(expose(p, system.actors, readings, place_score(readings), trade) for p in system.parts)
