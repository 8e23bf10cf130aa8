from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from horizon.signals.bursts import _label, burst_weight, log_odds_z, term_bursts, topic_entropy
from horizon.signals.history import History, history_from_rows
from horizon.signals.novelty import (
    centroid_of,
    lookalike_threshold,
    novel_groups,
    novelty,
    past_peak_share,
    season_share,
    usual_share,
)
from horizon.signals.scale import CosineScale, cosine_scale
from horizon.signals.terms import capitals_of, coined_of, spellings, terms_of

WEEK = date(2024, 3, 4)
N_WEEKS = 12


def history(
    docs: list[tuple[int, str, str | None]],
    vectors: list[list[float]] | None = None,
    n_weeks: int = N_WEEKS,
    **more: object,
) -> History:
    """docs: (week, title, topic)."""
    rows = []
    for i, (week, title, topic) in enumerate(docs):
        on = WEEK - timedelta(weeks=n_weeks - 1 - week)
        rows.append({
            "doc_id": f"d{i:04d}", "source_id": "s", "source_class": "news", "title": title, "text": "", "language": "en",
            "counted_at": datetime(on.year, on.month, on.day, tzinfo=UTC), "week_on": on, "is_backlog": False,
            "text_hash": f"h{i}", "origin_id": f"d{i:04d}", "is_out": False, "geo_level": None, "is_lead": True,
            "topic_id": topic, "family": "s", "grade": "F", "is_primary": False, **more,
        })  # fmt: skip
    known = None
    if vectors is not None:
        known = {f"h{i}": np.array(v, dtype=np.float32) / np.linalg.norm(v) for i, v in enumerate(vectors)}
    return history_from_rows(rows, week_on=WEEK, n_weeks=n_weeks, vectors=known)


def background() -> list[tuple[int, str, str | None]]:
    return [
        (w, f"{subject} committee meets", subject)
        for w in range(N_WEEKS)
        for subject in ("rail", "steel", "grid", "ports")
    ]


def test_a_new_word_in_one_topic_bursts() -> None:
    found = term_bursts(
        history([*background(), *[(11, "glowworm swarm", "worms")] * 8]), CosineScale(), weeks=12
    )
    assert found[0].key in {"glowworm", "glowworm swarm", "swarm"}
    assert len(found[0].docs) == 8


def test_a_name_that_papers_coin_is_read_from_all_of_the_abstract_and_needs_no_title() -> None:
    papers = [(11, f"{task} forecasts improve", "one") for task in ("rail", "steel", "grid")]

    def found(n: int) -> bool:
        rows = [*background(), *papers[:n]]
        named = coined_of("We forecast with XQZs and beat an XQZ-based model.", "en")
        told = tuple(named if topic == "one" else {} for _, _, topic in rows)
        h = replace(history(rows, source_class="research"), coined=told)
        return any("XQZ" in b.terms for b in term_bursts(h, CosineScale(), weeks=12))

    assert found(3)
    assert not found(2)  # two papers may share one by chance
    read = history([(11, "rail", None)], abstract="We train XQZs.")
    assert read.coined == ({"xqz": "XQZ"},)
    assert "xqz" in read.terms(0)


def test_coined_names_are_told_by_capitals_and_digits() -> None:
    text = (
        "We train LSTMs, a BiLSTM-CRF and word2vec on SQuAD in the US; Transformer beats NASA's U.S. model."
    )
    assert coined_of(text, "en") == {
        "lstm": "LSTM", "bilstm": "BiLSTM", "crf": "CRF", "word2vec": "word2vec", "squad": "SQuAD",
    }  # fmt: skip


def test_a_style_word_over_many_topics_is_no_burst() -> None:
    styled = [(11, f"valuable {s} insight", s) for s in ("rail", "steel", "grid", "ports", "roads", "taxes")]
    assert term_bursts(history([*background(), *styled]), CosineScale(), weeks=12) == []


@pytest.mark.parametrize("weeks_of_harvest, is_seasonal", [(range(60), False), (range(5, 9), True)])
def test_what_is_there_all_year_makes_no_season(weeks_of_harvest: range, is_seasonal: bool) -> None:
    harvest = [(w, "harvest fair", "farms") for w in weeks_of_harvest for _ in range(2)]
    steady = [(w, f"{s} committee meets", s) for w in range(60) for s in ("rail", "steel", "grid", "ports")]
    found = term_bursts(
        history([*steady, *harvest, *[(59, "harvest drones", "farms")] * 6], n_weeks=60),
        CosineScale(),
        weeks=52,
    )
    assert [b.is_seasonal for b in found if "drone" in b.key] == [is_seasonal]


def test_a_common_word_that_is_not_up_now_brings_no_season() -> None:
    steady = [(w, f"{s} committee meets", s) for w in range(60) for s in ("rail", "steel", "grid", "ports")]
    market = [(w, "market report", "trade") for w in range(60) for _ in range(4 if 5 <= w <= 9 else 2)]
    drones = [(59, "market drones", "trade")] * 3
    found = term_bursts(history([*steady, *market, *drones], n_weeks=60), CosineScale(), weeks=52)
    assert [b.is_seasonal for b in found if "drone" in b.key] == [False]


def test_a_narrow_matter_is_no_part_of_a_broad_word() -> None:
    steady = [
        (w, f"{s} committee meets", s) for w in range(N_WEEKS) for s in ("rail", "steel", "grid", "ports")
    ]
    titles = [
        "patient moved",
        "patient heard",
        "patient asked",
        "patient paid",
        "patient flown",
        "patient found",
    ]
    home = ["patient homeward sensors", "patient homeward nurses", "patient homeward nights"]
    random = np.random.default_rng(3)
    centre = random.normal(size=30)
    vectors = [
        *random.normal(size=(len(steady), 30)).tolist(),
        *(0.3 * centre + random.normal(size=(6, 30))).tolist(),
        *(3 * centre + random.normal(size=(3, 30))).tolist(),
    ]
    docs = [*steady, *[(11, t, "care") for t in titles], *[(11, t, "care") for t in home]]
    keys = {
        b.key: len(b.recent_docs)
        for b in term_bursts(history(docs, vectors), CosineScale(0.0, 0.2), weeks=12)
    }
    assert keys["patient"] == 9
    assert 3 in [n for key, n in keys.items() if "homeward" in key], keys


def test_of_terms_as_strong_as_each_other_a_name_names_the_burst() -> None:
    old = background()
    h = history([*old, *[(11, "anode of Zinkverk", "metals")] * 4])
    told = "Buyers praise an anode that Zinkverk sells."
    h = replace(h, texts=(*[""] * len(old), *[told] * 4))
    assert [(b.key, b.is_name) for b in term_bursts(h, CosineScale(), weeks=12)] == [("zinkverk", True)]


def test_a_label_shows_the_pair_that_holds_a_word() -> None:
    assert _label(["Zinkverk", "hard", "hard carbon", "carbon"]) == "Zinkverk, hard carbon"
    assert _label(["hard carbon", "hard", "Zinkverk"]) == "hard carbon, Zinkverk"
    assert _label(["hard carbon", "carbon"]) == "hard carbon"


@pytest.mark.parametrize("word, part", [("Harvester", "harvest"), ("harvester", None)])
def test_only_a_name_makes_a_burst_an_event_in_an_old_matter(word: str, part: str | None) -> None:
    steady = [(w, f"{s} committee meets", s) for w in range(60) for s in ("rail", "steel", "grid", "ports")]
    old = [(w, "harvester sold", "farms") for w in range(0, 60, 3)]
    found = term_bursts(
        history(
            [*steady, *old, *[(59, "harvester drones", "farms")] * 2],
            n_weeks=60,
            text=f"Some buyers praise the {word} of today.",
        ),
        CosineScale(),
        weeks=52,
    )
    assert [b.part_of for b in found if "drone" in b.key] == [part]


def test_names_are_told_by_capitals_inside_sentences() -> None:
    large, small = capitals_of(
        "Ministers met Anna Berg, and Norrvik’s port opened. Later the port closed.", "en"
    )
    assert {"anna", "berg", "norrvik"} <= large
    assert {"port", "open", "met"} <= small and "minist" not in large | small


def test_steady_words_do_not_burst() -> None:
    assert term_bursts(history(background()), CosineScale(), weeks=12) == []


@given(st.integers(0, 20), st.integers(40, 400), st.integers(4, 40))
def test_a_steady_series_has_no_burst(count: int, total: int, n_weeks: int) -> None:
    assert burst_weight(np.full(n_weeks, count), np.full(n_weeks, total)) == 0


def test_a_burst_that_is_over_weighs_nothing() -> None:
    rise = [1, 1, 1, 1, 1, 1, 1, 1, 9, 12]
    totals = np.full(len(rise), 50)
    assert burst_weight(np.array(rise), totals) > 3
    assert burst_weight(np.array([*rise, 0, 0, 0, 0]), np.full(len(rise) + 4, 50)) == 0


@given(st.integers(0, 30), st.integers(31, 300))
def test_equal_use_has_no_log_odds(n: int, total: int) -> None:
    assert log_odds_z(n, total, n, total) == pytest.approx(0)


def test_entropy_runs_from_one_topic_to_all() -> None:
    assert topic_entropy(["a"] * 5) == 0
    assert topic_entropy(list("abcde")) == pytest.approx(1)


def test_terms_are_words_and_pairs_of_neighbours() -> None:
    assert terms_of("The Göteborg harbour’s new crane", "") == {
        "göteborg",
        "harbour",
        "göteborg harbour",
        "crane",
    }
    titles = [("NATO summit opens", "", "en"), ("At the NATO summit", "", "en")]
    assert spellings(["nato summit"], titles) == {"nato summit": "NATO summit"}


def test_inflected_words_are_one_term_and_written_as_they_most_often_are() -> None:
    texts = [
        ("Hemsjukhuset i Norrvik öppnar", "", "sv"),
        ("Ett hemsjukhus till", "", "sv"),
        ("Hemsjukhusets patienter", "", "sv"),
        ("Fler vill ha hemsjukhus", "", "sv"),
    ]
    shared = frozenset.intersection(*(terms_of(*t) for t in texts))
    assert len(shared) == 1
    assert set(spellings(shared, texts).values()) == {"hemsjukhus"}
    assert terms_of("Hemsjukhuset", "", None) == {"hemsjukhuset"}  # of a language that is not known
    assert spellings(["nowhere"], texts) == {"nowhere": "nowhere"}


def far_pair_world(older: int = 40) -> tuple[list[tuple[int, str, str | None]], list[list[float]]]:
    random = np.random.default_rng(1)
    docs = (
        [(i % 10, "old", None) for i in range(older)] + [(11, "recent", None)] * 10 + [(11, "new", None)] * 2
    )
    vectors = [[*random.normal(size=12), 0, 0] for _ in range(older)]
    vectors += [[*(np.array(v[:12]) + random.normal(size=12) * 0.05), 0, 0] for v in vectors[:10]]
    vectors += [[0.0] * 12 + [1.0, 0.2], [0.0] * 12 + [1.0, 0.1]]
    return docs, vectors


def test_two_documents_unlike_all_before_and_like_each_other_are_novel() -> None:
    docs, vectors = far_pair_world()
    found = novel_groups(history(docs, vectors), CosineScale())
    assert [g.docs.tolist() for g in found] == [[50, 51]]
    assert found[0].distance > 0.9


def test_a_matter_seen_before_is_not_novel() -> None:
    docs, vectors = far_pair_world()
    docs[0], vectors[0] = (2, "seen", None), [0.0] * 12 + [1.0, 0.15]
    assert novel_groups(history(docs, vectors), CosineScale()) == []


def test_a_lookalike_is_expected_nearer_for_tighter_groups() -> None:
    tight = np.array([[1, 0, 0], [0.98, 0.2, 0]], dtype=np.float32)
    loose = np.array([[1, 0, 0], [0.6, 0.8, 0]], dtype=np.float32)
    assert lookalike_threshold(tight, CosineScale()) > lookalike_threshold(loose, CosineScale())
    assert centroid_of(np.zeros((2, 3), dtype=np.float32)) is None


def test_the_scale_is_that_of_chance_pairs() -> None:
    vectors = np.random.default_rng(0).normal(size=(300, 64)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    scale = cosine_scale(vectors)
    assert abs(scale.mean) < 0.01 and scale.sd == pytest.approx(1 / 8, abs=0.01)
    assert cosine_scale(vectors[:10]) == CosineScale()


def test_novelty_is_what_the_past_did_not_have() -> None:
    shares = np.array([0.0] * 20 + [0.1] * 4)
    assert novelty(shares, before=20, now=0.1) == 1
    assert novelty(np.array([0.1] * 24), before=20, now=0.1) == pytest.approx(0)
    assert novelty(np.full(24, np.nan), before=20, now=0.1) is None
    assert past_peak_share(shares, before=3) is None


def test_last_years_season_is_remembered() -> None:
    shares = np.zeros(60)
    shares[5:10] = 0.2
    assert season_share(shares) == pytest.approx(0.2 * 5 / 7)
    assert season_share(shares[-20:]) is None
    assert usual_share(shares, window=12) == 0
    assert usual_share(np.full(60, 0.1), window=12) == pytest.approx(0.1)
    assert usual_share(shares[-20:], window=12) is None
