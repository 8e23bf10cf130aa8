"""How plainly news bears on a part: what always holds, and the words of a part scattered over a text."""

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from horizon.impact import loop
from horizon.impact.bearing import bearing
from horizon.impact.score import score
from horizon.impact.system import Part, System
from horizon.impact.wording import Wordings, stems, wording_score
from tests.impact.test_score import exposure, force

Make = Callable[..., System]
shares = st.floats(0, 1).map(lambda x: round(x, 4))


@given(
    text=shares,
    sure=st.floats(0.05, 0.97),
    words=st.floats(0, 9),
    more=st.floats(0, 1),
    value=st.integers(1, 3),
)
def test_more_of_any_evidence_never_lowers_it_and_the_sign_of_the_sensitivity_is_no_evidence(
    text: float, sure: float, words: float, more: float, value: int
) -> None:
    base = exposure(text=text, wording_score=words, meaning_score=0.2, trade_score=0.4)
    least = bearing(base, force_confidence=sure, sensitivity=value).score
    for other, confidence, sensitivity in (
        (
            exposure(text=max(text, more), wording_score=words, meaning_score=0.2, trade_score=0.4),
            sure,
            value,
        ),
        (exposure(text=text, wording_score=words + more, meaning_score=0.2, trade_score=0.4), sure, value),
        (
            exposure(text=text, wording_score=words, meaning_score=max(0.2, more), trade_score=0.4),
            sure,
            value,
        ),
        (
            exposure(text=text, wording_score=words, meaning_score=0.2, trade_score=max(0.4, more)),
            sure,
            value,
        ),
        (base, min(0.97, sure + more), value),
        (base, sure, 3),
    ):
        assert bearing(other, force_confidence=confidence, sensitivity=sensitivity).score >= least
    assert bearing(base, force_confidence=sure, sensitivity=-value).score == least


@given(sure=st.floats(0.01, 0.99), words=st.floats(0, 9))
def test_the_score_is_the_logistic_of_the_terms_it_shows(sure: float, words: float) -> None:
    found = bearing(exposure(wording_score=words), force_confidence=sure, sensitivity=-2)
    assert found.score == pytest.approx(1 / (1 + math.exp(-sum(found.terms.values()))), abs=5e-5)


def test_what_the_text_speaks_of_leads_over_what_is_judged_to_move_more(make_system: Make) -> None:
    system = make_system([("people.resource", "war", -3), ("money.resource", "war", -2)], [])
    said = [exposure(text=0.0), exposure("money.resource", text=0.6, wording_score=3.0)]
    rows = score(system, loop.build(system), said, [force()], min_tie=0.15, min_bearing=0.0).impacts
    by_part = {row.part_id: row.bearing_score or 0.0 for row in rows}
    assert by_part["money.resource"] > by_part["people.resource"] > 0


def test_news_that_bears_on_nothing_is_not_told(make_system: Make) -> None:
    system = make_system([("people.resource", "war", -1)], [])
    said = [exposure(trade_score=0.0, meaning_score=0.0)]
    assert score(system, loop.build(system), said, [force()], min_tie=0.15).impacts == ()
    (row,) = score(system, loop.build(system), said, [force()], min_tie=0.15, min_bearing=0.0).impacts
    assert row.bearing_score is not None and 0 < row.bearing_score < 0.5


def part(part_id: str, en: tuple[str, ...], sv: tuple[str, ...] = ()) -> Part:
    return Part(
        part_id=part_id, engine_id="e", kind="resource", name=part_id, description="", cues_en=en, cues_sv=sv,
        actor_ids=(), places=(), depends_on=(),
    )  # fmt: skip


def test_words_of_a_cue_are_found_scattered_and_shared_among_the_parts_that_claim_them() -> None:
    wordings = Wordings(
        [
            part("money", ("venture funds", "young companies")),
            part("people", ("young engineers",), ("ingenjörsbrist",)),
        ]
    )
    found = wordings.read("Funds that had promised money to young and growing companies held on to it")
    assert found == {"money": {"companies": 1.0, "funds": 1.0, "young": 0.5}, "people": {"young": 0.5}}
    assert wording_score(found["money"]) == 2.5
    assert wordings.read("Ingenjörer saknas") == {
        "people": {"ingenjörer": 1.0}
    }  # the first member of a compound
    assert wordings.read("The weather") == {}


def test_small_words_and_accents_that_are_not_composed_make_no_difference() -> None:
    assert stems("the and that för med") == frozenset()
    assert stems("forskningsmiljöer") == stems("forskningsmiljo\u0308er")
