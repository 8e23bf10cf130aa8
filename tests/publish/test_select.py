"""The digest's visible rule."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from horizon.publish.select import MAX_PER_FORCE, Candidate, action_of, choose, priority

candidates = st.lists(
    st.builds(
        Candidate,
        signal_id=st.uuids().map(str),
        rank=st.one_of(st.none(), st.integers(1, 40)),
        is_flagged=st.booleans(),
        top_force=st.one_of(st.none(), st.sampled_from(["war", "energy", "talent"])),
        strongest_impact=st.one_of(st.none(), st.floats(0, 3)),
        is_outside_sector=st.one_of(st.none(), st.booleans()),
    ),
    max_size=30,
    unique_by=lambda c: c.signal_id,
)


@given(candidates, st.integers(1, 9), st.integers(0, 3))
def test_the_choice_is_bounded_flagged_diverse_and_blind_to_order(
    pool: list[Candidate], most: int, outside: int
) -> None:
    by_id = {c.signal_id: c for c in pool}
    choice = choose(pool, max_signals=most, min_outside=outside)
    assert len(choice.chosen) <= most
    assert all(by_id[i].is_flagged for i in choice.chosen)
    forces = [by_id[i].top_force for i in choice.chosen if by_id[i].top_force]
    assert all(forces.count(force) <= MAX_PER_FORCE for force in forces)
    assert choose(list(reversed(pool)), max_signals=most, min_outside=outside) == choice
    told = {*choice.chosen, *(i for i, _, _ in choice.left_out)}
    assert told == {
        c.signal_id for c in pool if c.is_flagged
    }  # each flagged one is shown or named with the reason


def made(signal_id: str, rank: int, *, outside: bool = False, force: str | None = None) -> Candidate:
    return Candidate(
        signal_id=signal_id,
        rank=rank,
        is_flagged=True,
        top_force=force,
        strongest_impact=None,
        is_outside_sector=outside,
    )


def test_room_is_kept_for_what_comes_from_outside_the_sector() -> None:
    pool = [made(f"in{i}", i) for i in range(1, 6)] + [
        made("out1", 6, outside=True),
        made("out2", 7, outside=True),
    ]
    assert choose(pool, max_signals=4, min_outside=2).chosen == ("in1", "in2", "out1", "out2")


def test_an_unknown_impact_is_no_bonus_and_a_known_one_is() -> None:
    unknown, known = made("a", 2), made("b", 2)
    strong = Candidate(**{**{f: getattr(known, f) for f in Candidate.__slots__}, "strongest_impact": 3.0})
    assert priority(strong, 5) > priority(unknown, 5)


def test_nobody_is_told_to_act_on_low_evidence() -> None:
    assert action_of(2.5, 2, 0.9, "low")[0] == "prepare"
    assert action_of(2.5, 2, 0.9, "high")[0] == "act"
    assert action_of(None, None, None, None) == ("watch", "why_watch_unjudged")
