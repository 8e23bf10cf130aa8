from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from horizon.signals.attention import Growth
from horizon.signals.contradiction import contradicts, stance_of
from horizon.signals.evidence import grade, weigh
from horizon.signals.history import History, history_from_rows
from horizon.signals.numbers import Claim, claims
from horizon.signals.rank import Burst, EarlierFlag, Standing, deserves_flag, is_told, rank_score, ranks
from horizon.signals.stage_of import Facts, geo_level, stage_of

GROWTH = Growth(
    span=2, n_recent=6, expected=1.0, ratio=3.0, strength=0.2, probability=0.99, baseline_weeks=10
)
FACTS = Facts(
    n_origins=4, n_recent=6, n_window=7, n_active_weeks=3, age_weeks=3, growth=GROWTH, novelty_score=0.9,
    season_share=None, usual_share=None, recent_share=0.01, recent_theme_share=0.02, typical_share=0.01,
)  # fmt: skip
STANDING = Standing(
    signal_id="a", growth=GROWTH, theme=GROWTH, burst=None, novelty_score=0.9, stage="emerging", reason_codes=(), n_origins=4,
    n_recent=6, n_active_weeks=3, emergence_probability=0.25, share_now=0.02,
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
    assert stage_of(replace(FACTS, season_share=0.015, usual_share=0.005))[1][-1] == "seasonal"
    always_there = stage_of(replace(FACTS, season_share=0.015, usual_share=0.014))
    assert "seasonal" not in always_there[1]
    assert stage_of(replace(FACTS, n_recent=0))[0] == "dormant"
    falling = replace(GROWTH, ratio=0.3, probability=0.01, strength=-0.1)
    assert stage_of(replace(FACTS, growth=falling, age_weeks=9))[0] == "fading"
    assert "short_history" in stage_of(replace(FACTS, growth=None))[1]


def test_rank_asks_for_novelty_confirmation_and_a_growing_theme() -> None:
    best = rank_score(STANDING)
    assert best == pytest.approx(0.2 * 0.9 * 0.5)
    for worse in (
        replace(STANDING, novelty_score=0.4),
        replace(STANDING, n_active_weeks=1),
        replace(STANDING, reason_codes=("seasonal",)),
        replace(STANDING, theme=replace(GROWTH, strength=0.01)),
        replace(STANDING, emergence_probability=0.1),
        replace(STANDING, is_told=True),
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


def test_a_bursting_term_makes_an_old_topic_a_flag_unless_it_is_a_season() -> None:
    old = replace(STANDING, stage="established", novelty_score=0.1)
    burst = Burst(growth=GROWTH, part_share=None, is_seasonal=False)
    assert deserves_flag(replace(old, burst=burst))
    assert not deserves_flag(replace(old, burst=replace(burst, is_seasonal=True)))
    part = replace(old, burst=replace(burst, part_share=0.02))
    daily_bread = replace(old, burst=replace(burst, part_share=0.2))
    scores = [rank_score(s) or 0 for s in (daily_bread, part, replace(old, burst=burst))]
    assert 0 < scores[0] < scores[1] < scores[2]
    assert not deserves_flag(replace(old, burst=burst, stage="fading"))


def test_of_papers_the_whole_probability_counts() -> None:
    def ratio(s: Standing) -> float:
        scores = [rank_score(replace(s, emergence_probability=p)) or 0.0 for p in (0.1, 0.4)]
        return scores[1] / scores[0]

    assert ratio(STANDING) == pytest.approx(2.0)
    assert ratio(replace(STANDING, is_research=True)) == pytest.approx(4.0)
    alike = replace(STANDING, emergence_probability=0.2)
    assert rank_score(replace(alike, is_research=True)) == pytest.approx(rank_score(alike))


def test_a_matter_is_told_until_its_share_has_doubled() -> None:
    docs = frozenset({"d1", "d2", "d3"})
    flag = EarlierFlag(
        signal_id="b", week_on=date(2024, 3, 4), doc_ids=frozenset({"d1", "d9"}), share_now=0.02
    )
    assert is_told(STANDING, docs, [flag])  # another id, the same documents
    assert is_told(STANDING, frozenset(), [replace(flag, signal_id="a")])
    assert not is_told(STANDING, docs, [replace(flag, doc_ids=frozenset({"d9"}))])
    # a third of its documents told of another matter: a method is in the papers of many tasks
    assert not is_told(STANDING, docs, [replace(flag, doc_ids=frozenset({"d1", "d8", "d9"}))])
    assert not is_told(replace(STANDING, share_now=0.04), docs, [flag])
    assert not is_told(STANDING, docs, [])


def test_a_told_matter_is_news_again_where_another_class_of_sources_takes_it_up() -> None:
    docs = frozenset({"d1", "d2"})
    flag = EarlierFlag(
        signal_id="b", week_on=date(2024, 3, 4), doc_ids=docs, share_now=0.02, classes=frozenset({"research"})
    )
    news = replace(STANDING, classes=frozenset({"news", "research"}))
    assert is_told(replace(STANDING, classes=frozenset({"research"})), docs, [flag])
    assert not is_told(news, docs, [flag])
    assert is_told(news, docs, [flag, replace(flag, classes=frozenset({"news"}))])
    assert is_told(news, docs, [replace(flag, classes=frozenset())])  # not known who told it


def test_geography_is_unknown_where_nothing_tells() -> None:
    assert geo_level([None, None]) is None
    assert geo_level(["local", "national", None]) == "national"


def told(*rows: tuple[int, str, str]) -> History:
    """History of (week, source, title)."""
    found = []
    for i, (week, source, title) in enumerate(rows):
        on = date(2024, 1, 1) + timedelta(weeks=week)
        found.append({
            "doc_id": f"d{i}", "source_id": source, "source_class": "news", "title": title, "text": "", "language": "en",
            "counted_at": datetime(on.year, on.month, on.day, tzinfo=UTC), "week_on": on, "is_backlog": False,
            "text_hash": f"h{i}", "origin_id": f"d{i}", "is_out": False, "geo_level": None, "is_lead": True, "topic_id": "t",
            "family": source, "grade": "B", "is_primary": False,
        })  # fmt: skip
    return history_from_rows(found, week_on=date(2024, 1, 1) + timedelta(weeks=3), n_weeks=4)


def codes(*rows: tuple[int, str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    h = told(*rows)
    found = weigh(h, np.arange(len(h)), centroid=None)
    by_doc = dict(zip(found.docs, found.stances, strict=True))
    return tuple(by_doc[i] for i in range(len(h))), found.reason_codes


def test_another_number_for_the_same_thing_contradicts_the_older_account() -> None:
    stances, why = codes(
        (0, "a", "Battery plant in Norrvik creates 1,200 jobs"),
        (1, "b", "Battery plant in Norrvik creates 400 jobs"),
    )
    assert stances == ("supports", "contradicts") and "clashing_numbers" in why and "taken_back" not in why
    for other in ("Battery plant in Norrvik creates 1,300 jobs", "Battery plant in Norrvik costs 400 million euro",
                  "Shipyard creates 400 jobs"):  # fmt: skip
        assert (
            codes((0, "a", "Battery plant in Norrvik creates 1,200 jobs"), (1, "b", other))[0][1]
            == "supports"
        )


def test_a_later_statement_by_the_same_body_takes_its_word_back_and_withdraws_the_signal() -> None:
    rows = [(0, "ministry", "Ministry plans tram tunnel"), (1, "ministry", "Ministry scraps tram tunnel")]
    stances, why = codes(*rows)
    assert stances == ("supports", "contradicts")
    assert {"contradicted", "taken_back", "withdrawn"} <= set(why)
    assert "withdrawn" not in codes(*rows, (1, "paper", "Work on the tunnel has begun"))[1]
    assert not deserves_flag(replace(STANDING, reason_codes=("withdrawn",)))


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("costs SEK 2.5 billion", 2.5e9, "sek"), ("kostar 2,5 miljarder kronor", 2.5e9, "sek"), ("for $3 million", 3e6, "usd"),
        ("up 12 per cent", 12.0, "%"), ("12 000 bostäder", 12_000.0, "homes"), ("1,200 jobs", 1200.0, "jobs"),
    ],
)  # fmt: skip
def test_amounts_are_read_with_their_unit(text: str, value: float, unit: str) -> None:
    assert claims(text) == {Claim(value, unit)}


def test_dates_and_bare_numbers_are_no_claims() -> None:
    assert claims("On 12 May 2026 the 3 ministers met for the 40th time") == frozenset()
