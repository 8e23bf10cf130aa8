from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from horizon.signals.attention import Growth
from horizon.signals.contradiction import contradicts, stance_of
from horizon.signals.evidence import grade
from horizon.signals.rank import Standing, deserves_flag, rank_score, ranks
from horizon.signals.stage_of import Facts, geo_level, stage_of

GROWTH = Growth(
    span=2, n_recent=6, expected=1.0, ratio=3.0, strength=0.2, probability=0.99, baseline_weeks=10
)
FACTS = Facts(
    n_origins=4, n_recent=6, n_window=7, n_active_weeks=3, age_weeks=3, growth=GROWTH, novelty_score=0.9,
    season_share=None, recent_share=0.01, recent_theme_share=0.02, typical_share=0.01,
)  # fmt: skip
STANDING = Standing(
    signal_id="a", growth=GROWTH, theme=GROWTH, novelty_score=0.9, stage="emerging", reason_codes=(), n_origins=4,
    n_recent=6, n_active_weeks=3,
)  # fmt: skip


@pytest.mark.parametrize(
    "title",
    [
        "Ministry denies plans for a second tunnel", "Maker retracts battery study", "Council scraps tram line",
        "Correction: plant opens in May", "Kommunen dementerar uppgifterna", "Bolaget drar tillbaka ansökan",
        "Rättelse: fabriken öppnar i maj", "Inga planer på ny hamn, säger regionen",
    ],
)  # fmt: skip
def test_denials_and_withdrawals_contradict(title: str) -> None:
    assert contradicts(title, "")


@pytest.mark.parametrize(
    "title",
    [
        "Plant opens in May",
        "New tram line gets funding",
        "Fabriken öppnar i maj",
        "Denmark invests in hydrogen",
    ],
)
def test_plain_news_does_not_contradict(title: str) -> None:
    assert not contradicts(title, "It will employ 300 people.")


def test_a_denial_with_nothing_before_it_is_the_news() -> None:
    assert stance_of("Minister denies report", "", has_earlier=False) == "supports"
    assert stance_of("Minister denies report", "", has_earlier=True) == "contradicts"


def test_grades() -> None:
    known = {"n_supporting": 4, "n_contradicting": 0, "is_outage": False}
    assert grade(n_families=3, n_primary=1, grades=["B"], **known) == "high"
    assert grade(n_families=3, n_primary=0, grades=[], **known) == "moderate"
    assert grade(n_families=1, n_primary=0, grades=["D"], **known) == "low"
    assert grade(n_families=1, n_primary=0, grades=["F"], **known) is None


@given(
    st.integers(0, 6), st.integers(0, 3), st.lists(st.sampled_from("ABCDEF"), max_size=4), st.integers(0, 6)
)
def test_an_outage_or_a_contradiction_never_raises_the_grade(
    f: int, p: int, grades: list[str], n: int
) -> None:
    order = [None, "low", "moderate", "high"]
    plain = grade(
        n_families=f, n_primary=p, grades=grades, n_supporting=n, n_contradicting=0, is_outage=False
    )
    for against, outage in ((n, False), (0, True)):
        worse = grade(
            n_families=f,
            n_primary=p,
            grades=grades,
            n_supporting=n,
            n_contradicting=against,
            is_outage=outage,
        )
        assert order.index(worse) <= order.index(plain)
        assert (worse is None) == (plain is None)


def test_stages() -> None:
    assert stage_of(FACTS)[0] == "emerging"
    assert stage_of(replace(FACTS, n_active_weeks=1))[0] == "weak"
    assert stage_of(replace(FACTS, recent_share=0.1))[0] == "strong"
    assert stage_of(replace(FACTS, novelty_score=0.1)) == (
        "established",
        ("young", "growing", "sustained", "familiar"),
    )
    assert stage_of(replace(FACTS, season_share=0.015))[1][-1] == "seasonal"
    assert stage_of(replace(FACTS, n_recent=0))[0] == "dormant"
    falling = replace(GROWTH, ratio=0.3, probability=0.01, strength=-0.1)
    assert stage_of(replace(FACTS, growth=falling, age_weeks=9))[0] == "fading"
    assert "short_history" in stage_of(replace(FACTS, growth=None))[1]


def test_rank_asks_for_novelty_confirmation_and_a_growing_theme() -> None:
    best = rank_score(STANDING)
    assert best == pytest.approx(0.2 * 0.9)
    for worse in (
        replace(STANDING, novelty_score=0.4),
        replace(STANDING, n_active_weeks=1),
        replace(STANDING, reason_codes=("seasonal",)),
        replace(STANDING, theme=replace(GROWTH, strength=0.01)),
    ):
        assert best is not None and (rank_score(worse) or 0) < best
    assert rank_score(replace(STANDING, growth=None)) is None
    assert ranks([0.1, None, 0.3], ["a", "b", "c"]) == [2, None, 1]


def test_nothing_this_week_is_never_flagged() -> None:
    assert deserves_flag(STANDING)
    assert not deserves_flag(replace(STANDING, n_origins=0))
    assert not deserves_flag(replace(STANDING, stage="established"))
    assert not deserves_flag(replace(STANDING, novelty_score=0.1))
    assert not deserves_flag(replace(STANDING, theme=replace(GROWTH, strength=-0.1, probability=0.2)))


def test_geography_is_unknown_where_nothing_tells() -> None:
    assert geo_level([None, None]) is None
    assert geo_level(["local", "national", None]) == "national"
