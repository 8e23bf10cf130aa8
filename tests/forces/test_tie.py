"""From readings of documents to the tie of a signal."""

from hypothesis import given
from hypothesis import strategies as st

from horizon.forces.match import CueMatch
from horizon.forces.tie import (
    CARRIES,
    FULL_SHARE,
    MAX_CONFIDENCE,
    Reading,
    Tie,
    carries,
    probability,
    strongest,
    tie,
)

scores = st.floats(0, 8)
standings = st.one_of(st.none(), st.floats(-3, 5))
said = st.lists(st.tuples(scores, standings), min_size=1, max_size=12)


def readings(found: list[tuple[float, float | None]]) -> list[Reading]:
    return [
        Reading(
            doc_id=f"d{i}",
            origin_id=f"o{i}",
            cues=CueMatch(score, ("x",)) if score else None,
            similarity=None if near is None else 0.1 * near,
            standing=near,
        )
        for i, (score, near) in enumerate(found)
    ]


@given(scores, scores, standings)
def test_more_cues_never_make_a_tie_less_likely(one: float, other: float, near: float | None) -> None:
    low, high = sorted((one, other))
    assert probability(low, near) <= probability(high, near)


@given(scores, st.floats(-3, 5), st.floats(-3, 5))
def test_a_nearer_vector_never_makes_a_tie_less_likely(score: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert probability(score, low) <= probability(score, high)


def test_nothing_known_ties_nothing_and_a_hint_alone_neither() -> None:
    assert probability(0.0, None) == 0.0
    assert probability(0.5, None) < CARRIES


@given(said, st.tuples(scores, standings), st.integers(0, 20))
def test_one_more_independent_text_that_carries_the_tie_never_lowers_it(
    found: list[tuple[float, float | None]], more: tuple[float, float | None], n_silent: int
) -> None:
    if probability(*more) < carries(more[1]):
        return
    before = tie("f", readings(found), len(found) + n_silent)
    after = tie("f", readings([*found, more]), len(found) + n_silent + 1)
    assert after is not None
    assert before is None or after.confidence >= before.confidence - 1e-6


@given(said, st.integers(0, 20))
def test_confidence_is_a_probability_and_carriers_are_documents_of_the_signal(
    found: list[tuple[float, float | None]], n_silent: int
) -> None:
    result = tie("f", readings(found), len(found) + n_silent)
    if result is None:
        assert all(probability(*f) < CARRIES for f in found)
    else:
        assert 0 < result.confidence <= MAX_CONFIDENCE
        assert set(result.doc_ids) <= {f"d{i}" for i in range(len(found))}


def test_copies_of_one_text_count_once() -> None:
    first = Reading(doc_id="a", origin_id="o", cues=CueMatch(3.0, ("x",)), similarity=None)
    copy = Reading(doc_id="b", origin_id="o", cues=CueMatch(3.0, ("x",)), similarity=None)
    assert tie("f", [first, copy], 1) == tie("f", [first], 1)


def test_a_passing_mention_in_a_large_signal_is_weak() -> None:
    one = readings([(3.0, None)])
    alone, lost = tie("f", one, 1), tie("f", one, 40)
    assert alone is not None and lost is not None
    assert lost.confidence < FULL_SHARE * alone.confidence


def test_the_surest_ties_are_kept_in_a_fixed_order() -> None:
    ties = [
        Tie(force_id=f, confidence=c, cue_score=1.0, similarity=None, phrases=(), doc_ids=())
        for f, c in (("b", 0.5), ("a", 0.5), ("c", 0.9), ("d", 0.1))
    ]
    assert [t.force_id for t in strongest(ties, min_confidence=0.3, max_forces=2)] == ["c", "a"]


def test_a_tie_much_weaker_than_the_surest_is_not_kept_but_alone_it_is() -> None:
    sure, weak = (
        Tie(force_id=f, confidence=c, cue_score=1.0, similarity=None, phrases=(), doc_ids=())
        for f, c in (("sure", 0.9), ("weak", 0.3))
    )
    assert strongest([sure, weak], min_confidence=0.16, max_forces=5) == [sure]
    assert strongest([weak], min_confidence=0.16, max_forces=5) == [weak]


def test_a_tie_of_one_text_is_redone_from_what_is_kept_of_it() -> None:
    found = tie("f", readings([(2.0, 3.5)]), n_origins=1)
    assert found is not None
    assert (found.cue_score, found.standing) == (2.0, 3.5)
    assert found.confidence == round(probability(found.cue_score, found.standing), 6)
    assert tie("f", readings([(4.0, None)]), n_origins=1).standing is None  # type: ignore[union-attr]


def learnt(odds: list[float]) -> list[Reading]:
    return [
        Reading(doc_id=f"d{i}", origin_id=f"o{i}", cues=None, similarity=None, log_odds=z)
        for i, z in enumerate(odds)
    ]


def test_by_the_trained_reading_a_text_ties_faintly_where_none_carries_the_tie() -> None:
    faint = tie("f", learnt([-1.8]), 1)  # 0.14
    assert faint is not None and 0.0 < faint.confidence < FULL_SHARE
    assert tie("f", learnt([-2.5]), 1) is None  # 0.08
    assert tie("f", readings([(0.5, None)]), 1) is None  # without it a hint alone ties nothing
    both = tie("f", learnt([-1.8, 1.0]), 2)
    assert both is not None and both.doc_ids == ("d1",)  # a text that carries the tie speaks for it


@given(st.lists(st.floats(-4, 4), min_size=1, max_size=8), st.floats(-0.8, 4), st.integers(0, 20))
def test_a_carrying_text_never_lowers_a_faint_tie_either(
    odds: list[float], more: float, n_silent: int
) -> None:
    before = tie("f", learnt(odds), len(odds) + n_silent)
    after = tie("f", learnt([*odds, more]), len(odds) + n_silent + 1)
    assert after is not None
    assert before is None or after.confidence >= before.confidence - 1e-6
