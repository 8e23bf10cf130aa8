"""Impacts on a system that can be worked by hand; what always holds of any system: test_properties.py."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from horizon.impact import loop
from horizon.impact.direction import Direction
from horizon.impact.echo import Voice, echo_share, is_outside_sector
from horizon.impact.exposure import Exposure, tie_score
from horizon.impact.lenses import lens_of
from horizon.impact.score import Result, Scored, TiedForce, score
from horizon.impact.system import System

Make = Callable[..., System]
shares = st.floats(0, 1).map(lambda x: round(x, 4))
fixture_once = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def exposure(
    part_id: str = "people.resource", *, text: float = 0.0, entity: float = 0.0, **values: Any
) -> Exposure:
    return Exposure(
        **{
            "part_id": part_id, "text_score": text, "text_doc_ids": ("d",) if text else (),
            "entity_score": entity, "entity_doc_ids": (), "place_score": None,
            "families": frozenset({"a"}) if text or entity else frozenset(),
            "wording_score": 1.0 if text else 0.0,  # a cue that is found brings its own words
        } | values
    )  # fmt: skip


def force(
    layer: str = "world",
    *,
    name: str = "war",
    sure: float = 0.8,
    direction: int = 1,
    is_systemic: bool = True,
) -> TiedForce:
    return TiedForce(
        force_id=name,
        layer=layer,
        confidence=sure,
        doc_ids=("d",),
        families=frozenset({"a"}),
        direction=Direction(direction, "quantity"),
        is_systemic=is_systemic,
    )


def everywhere(system: System, **values: float) -> list[Exposure]:
    return [exposure(part.part_id, **values) for part in system.parts]


def of_part(result: Result, part_id: str) -> Scored:
    return next(row for row in result.impacts if row.part_id == part_id)


def run(system: System, exposures: list[Exposure], forces: list[TiedForce]) -> Result:
    return score(system, loop.build(system), exposures, forces, min_tie=0.15)


# ---------------------------------------------------------------- layers, signs, unknown


def test_zero_is_judged_and_null_is_not(make_system: Make) -> None:
    judged = run(make_system([("people.resource", "war", 0)], []), [exposure(text=0.9)], [force()])
    unknown = run(make_system([], []), [exposure(text=0.9)], [force()])
    zero, null = of_part(judged, "people.resource"), of_part(unknown, "people.resource")
    assert (zero.direct_score, zero.loop_score, zero.sign, zero.sensitivity) == (0.0, 0.0, 0, 0.0)
    assert (null.direct_score, null.loop_score, null.sign, null.sensitivity) == (None,) * 4
    assert (judged.questions, unknown.questions) == ((), (("people.resource", "war"),))


def test_without_a_force_a_part_that_is_spoken_of_has_a_tie_and_no_sign(tiny: System) -> None:
    row = of_part(run(tiny, [exposure(text=0.9)], []), "people.resource")
    assert (row.force_id, row.layer, row.layer_reach, row.sign) == (None,) * 4
    assert row.tie_score > 0


# ---------------------------------------------------------------- evidence


@given(text=shares, entity=shares, sure=shares, place=st.one_of(st.none(), st.floats(0.6, 1)), more=shares)
def test_a_tie_is_a_share_and_grows_with_each_factor(
    text: float, entity: float, sure: float, place: float | None, more: float
) -> None:
    base = tie_score(exposure(text=text, entity=entity, place_score=place), force_confidence=sure)
    assert 0 <= base <= 1
    assert (
        tie_score(exposure(text=max(text, more), entity=entity, place_score=place), force_confidence=sure)
        >= base
    )
    assert (
        tie_score(exposure(text=text, entity=max(entity, more), place_score=place), force_confidence=sure)
        >= base
    )
    assert (
        tie_score(exposure(text=text, entity=entity, place_score=place), force_confidence=max(sure, more))
        >= base
    )


# ---------------------------------------------------------------- the loop


squares = st.integers(2, 12).flatmap(lambda n: arrays(np.float64, (n, n), elements=st.floats(-3, 3)))


@given(squares)
def test_the_loop_never_passes_on_more_than_the_hit(matrix: np.ndarray[Any, Any]) -> None:
    weights = loop.power_sum(loop.bounded(matrix))
    assert (np.abs(weights).sum(axis=1) <= 1.0 + 1e-9).all()


@given(arrays(np.float64, (4, 4), elements=st.floats(-3, 3)))
def test_powers_agree_with_walking_every_path(matrix: np.ndarray[Any, Any]) -> None:
    step = loop.bounded(matrix)
    total = np.zeros_like(step)

    def walk(start: int, at: int, weight: float, n_steps: int) -> None:
        if n_steps == loop.STEPS:
            return
        for onward in range(4):
            passed = weight * step[at, onward]
            if passed:
                total[start, onward] += passed
                walk(start, onward, passed, n_steps + 1)

    for start in range(4):
        walk(start, start, 1.0, 0)
    assert loop.power_sum(step) == pytest.approx(total, abs=1e-9)


def test_a_hit_on_what_pays_for_recovery_comes_back_stronger_the_stronger_the_feedback(
    make_system: Make,
) -> None:
    only = [("people.resource", "war", -3)]
    broken = make_system(only, [], change=("strength = 3", "strength = 0"))
    closed = make_system(only, [])
    scores = [
        of_part(run(s, [exposure(text=0.9)], [force()]), "people.resource").loop_score
        for s in (broken, closed)
    ]
    assert scores[0] is not None and scores[1] is not None
    assert scores[1] < scores[0] < 0


def test_a_negative_influence_turns_the_sign(make_system: Make) -> None:
    system = make_system([("money.effect", "law", 3)], [("money.effect", "people.resource", -3, 8)])
    result = run(system, everywhere(system), [force("society", name="law", sure=0.9)])
    reached = of_part(result, "people.resource")
    assert of_part(result, "money.effect").sign == 1
    assert (reached.sign, reached.direct_score) == (-1, None)
    assert (reached.lag_weeks_low, reached.lag_weeks_high) == (4 + 8, 26 + 8)


# ---------------------------------------------------------------- echo and lenses


def test_one_independent_copy_takes_a_text_out_of_our_chamber() -> None:
    own = Voice(origin_id="a", is_own=True, speaks_of_own_sector=True)
    free = Voice(origin_id="a", is_own=False, speaks_of_own_sector=True)
    unknown = Voice(origin_id="b", is_own=None, speaks_of_own_sector=False)
    assert echo_share([own, unknown]) == 1.0
    assert echo_share([own, free, unknown]) == 0.0
    assert echo_share([unknown]) is None
    assert is_outside_sector([]) is None
    assert is_outside_sector([own, unknown]) is False
    assert is_outside_sector([unknown]) is True


def test_the_lens_is_that_of_most_origins_and_the_nearer_of_two() -> None:
    assert lens_of([None]) is None
    assert lens_of(["home", "country", "country"]) == "national"
    assert lens_of(["home", "partner", None]) == "local"
    assert lens_of(["partner", "elsewhere", "home"]) == "international"
