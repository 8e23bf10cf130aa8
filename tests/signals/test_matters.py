"""One matter told by more than one voice, over languages, and what is no matter at all."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from horizon.publish.words import texts
from horizon.signals import matters, novelty, rank
from horizon.signals.attention import Growth
from horizon.signals.bursts import TermBurst
from horizon.signals.candidates import with_bursts
from horizon.signals.history import History, history_from_rows
from horizon.signals.measured import words_that_count
from horizon.signals.scale import CosineScale, levelled
from horizon.signals.twins import Telling

WEEK_ON = date(2023, 1, 2)
SCALE = CosineScale(mean=0.0, sd=0.1)


def history(vectors: list[list[float]], **columns: list[Any]) -> History:
    """Documents of one week; columns: title, family, source_class, language, one value a document."""
    seen = datetime(2023, 1, 3, tzinfo=UTC)
    rows = [
        {
            "doc_id": f"d{i}", "source_id": f"s{i}", "source_class": "news", "title": "", "text": "", "week_on": WEEK_ON,
            "counted_at": seen + timedelta(minutes=i), "is_backlog": False, "text_hash": f"h{i}", "language": "en",
            "origin_id": f"d{i}", "is_out": False, "geo_level": None, "is_lead": True, "topic_id": None,
            "family": f"f{i}", "grade": None, "is_primary": False,
        }
        | {name: values[i] for name, values in columns.items()}
        for i in range(len(vectors))
    ]  # fmt: skip
    unit = {f"h{i}": np.array(v, dtype=np.float32) / np.linalg.norm(v) for i, v in enumerate(vectors)}
    return history_from_rows(rows, week_on=WEEK_ON, n_weeks=4, vectors=unit)


def test_documents_alike_hold_together_and_strangers_do_not() -> None:
    h = history([[1, 0, 0, 0.1], [1, 0.1, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]])
    words = matters.word_matrix(h)
    alike = matters.togetherness(h, words.matrix, np.array([0, 1]), SCALE)
    strangers = matters.togetherness(h, words.matrix, np.array([2, 3]), SCALE)
    assert alike is not None and strangers is not None
    assert strangers < rank.FLAG_TOGETHER < alike
    assert matters.togetherness(h, words.matrix, np.array([0]), SCALE) is None


def test_a_shared_rare_word_helps_but_the_word_of_a_burst_is_no_proof_of_itself() -> None:
    titles = ["lignin plant opens", "lignin price", *[f"other matter {i}" for i in range(30)]]
    random = np.random.default_rng(1)
    h = history([[1, 0, *[0] * 38], [0, 1, *[0] * 38], *random.normal(size=(30, 40)).tolist()], title=titles)
    words = matters.word_matrix(h)
    with_words = matters.togetherness(h, words.matrix, np.array([0, 1]), SCALE)
    alone = matters.togetherness(h, None, np.array([0, 1]), SCALE)
    assert with_words is not None and alone is not None
    assert with_words > alone + 3
    without = matters.togetherness(h, words.without("lignin"), np.array([0, 1]), SCALE)
    assert without == pytest.approx(alone)


def test_other_words_count_for_a_name_and_for_a_language_that_the_model_hardly_tells_apart() -> None:
    h = history([[1, 0.1], [0.9, 0.3], [0.2, 1]], title=["lignin plant", "lignin price", "lignin fibre"])
    words = matters.word_matrix(h)

    def counted(h: History, *, is_name: bool, part_of: str | None = None) -> bool:
        growth = Growth(
            span=4, n_recent=3, expected=0.0, ratio=4.0, strength=0.2, probability=0.99, baseline_weeks=8
        )
        docs = np.array([0, 1, 2])
        burst = TermBurst(
            key="lignin", label="lignin", terms=("lignin",), growth=growth, is_name=is_name, part_of=part_of,
            part_share=None, is_seasonal=False, recent_docs=docs, docs=docs,
        )  # fmt: skip
        candidate = with_bursts(h, [], [burst])[0]
        return words_that_count(h, candidate, docs, words) is not None

    weak = replace(h, is_weakly_read=np.array([False, True, False]))
    assert not counted(h, is_name=False)
    assert counted(h, is_name=True)
    assert not counted(h, is_name=True, part_of="plant")  # the events in an old matter share its words
    assert counted(weak, is_name=False)


def test_a_language_that_stands_close_together_is_spread_as_wide_as_the_best_told() -> None:
    random = np.random.default_rng(4)
    wide, close = random.normal(size=(200, 24)), random.normal(size=(300, 24))
    close = 0.2 * close / np.linalg.norm(close, axis=1, keepdims=True) + np.eye(24)[0]
    vectors = np.concatenate([wide, close]).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    level, is_weak = levelled(vectors, ["en"] * 200 + ["sv"] * 300)
    assert (
        not is_weak[:200].any() and is_weak[200:].all()
    )  # the best told is the reference, not the commonest
    assert np.array_equal(level[:200], vectors[:200])
    strangers = [
        float(np.triu(v @ v.T, 1).sum() / (len(v) * (len(v) - 1) / 2)) for v in (level[:200], level[200:])
    ]
    assert strangers[1] == pytest.approx(strangers[0], abs=0.03)
    assert float((vectors[200:] @ vectors[200:].T).mean()) > 0.8
    assert levelled(vectors, ["en"] * 500)[0] is vectors


@pytest.mark.parametrize(
    ("families", "classes", "choir", "lone"),
    [
        (["a", "a"], ["news", "news"], dict.fromkeys("abcd", 5), True),
        (["a", "b"], ["news", "news"], dict.fromkeys("abcd", 5), False),
        (["a", "a"], ["news", "research"], dict.fromkeys("abcd", 5), False),  # a newsroom and its laboratory
        (
            ["a", "a"],
            ["research", "research"],
            dict.fromkeys("abcd", 5),
            False,
        ),  # an archive prints what others wrote
        (["a", "a"], ["policy", "policy"], dict.fromkeys("abcd", 5), True),
        (["a", "a"], ["news", "news"], {"a": 30, "b": 1, "c": 1, "d": 1}, False),  # the whole choir
        (["a", "a"], ["news", "news"], {"a": 5, "b": 5}, False),  # nobody else was read
    ],
)
def test_one_family_of_many_is_a_lone_voice(
    families: list[str], classes: list[str], choir: dict[str, int], lone: bool
) -> None:
    h = history([[1, 0], [1, 0.1]], family=families, source_class=classes)
    assert matters.is_lone_voice(h, np.array([0, 1]), Counter(choir)) is lone


GROWTH = Growth(
    span=2, n_recent=4, expected=0.2, ratio=5.0, strength=0.4, probability=0.99, baseline_weeks=10
)
STANDING = rank.Standing(
    signal_id="x", growth=GROWTH, theme=None, burst=None, novelty_score=1.0, stage="emerging", reason_codes=(),
    n_origins=2, n_recent=4, n_active_weeks=3, emergence_probability=0.4, togetherness=6.0,
)  # fmt: skip


def test_a_flag_needs_one_matter_more_than_one_voice_and_three_documents_of_a_word_alone() -> None:
    assert rank.deserves_flag(STANDING)
    assert rank.deserves_flag(replace(STANDING, togetherness=None))  # nothing known is nothing against it
    assert not rank.deserves_flag(replace(STANDING, togetherness=0.5))
    assert not rank.deserves_flag(replace(STANDING, is_lone_voice=True))
    burst = rank.Burst(growth=replace(GROWTH, n_recent=2), part_share=None, is_seasonal=False)
    assert rank.deserves_flag(replace(STANDING, burst=burst))
    alone = replace(burst, is_alone=True)
    assert not rank.deserves_flag(replace(STANDING, burst=alone))
    assert rank.deserves_flag(replace(STANDING, burst=replace(alone, growth=GROWTH)))


def test_a_word_doubles_against_half_a_document_and_not_against_a_typical_topic() -> None:
    new = replace(
        GROWTH, n_recent=3, expected=0.1, ratio=1.9, probability=0.98
    )  # few papers: the prior is two of them
    word = replace(
        STANDING, growth=None, burst=rank.Burst(growth=new, part_share=None, is_seasonal=False, is_alone=True)
    )
    assert rank.deserves_flag(word)
    for burst in (replace(new, expected=1.5), replace(new, probability=0.94)):
        assert not rank.deserves_flag(
            replace(word, burst=rank.Burst(growth=burst, part_share=None, is_seasonal=False))
        )


def test_a_word_that_no_topic_vouches_for_has_to_hold_together_better_less_so_in_research() -> None:
    word = replace(
        STANDING, burst=rank.Burst(growth=GROWTH, part_share=None, is_seasonal=False, is_alone=True)
    )
    papers = replace(word, is_research=True)
    many = replace(
        papers,
        burst=rank.Burst(
            growth=replace(GROWTH, n_recent=8), part_share=None, is_seasonal=False, is_alone=True
        ),
    )
    least = (
        rank.FLAG_TOGETHER,
        rank.METHOD_TOGETHER,
        rank.MANY_TOGETHER,
        rank.WORD_TOGETHER,
        rank.WORD_TOGETHER,
    )
    for needed, s in zip(least, (STANDING, papers, many, replace(many, is_by_words=True), word), strict=True):
        assert rank.deserves_flag(replace(s, togetherness=needed))
        assert rank.withheld(replace(s, togetherness=needed - 0.01)) == ("not_one_matter",)


def test_what_keeps_a_flag_back_is_said_in_codes_that_readers_have_words_for() -> None:
    burst = rank.Burst(growth=replace(GROWTH, n_recent=2), part_share=None, is_seasonal=False, is_alone=True)
    assert rank.withheld(STANDING) == ()
    worst = replace(STANDING, burst=burst, is_lone_voice=True, togetherness=0.5, is_yearly=True)
    assert rank.withheld(worst) == (
        "word_alone", "lone_voice", "yearly_occasion", "not_one_matter",
    )  # fmt: skip
    for language in ("en", "sv"):
        words = texts(language)
        assert {
            f"code_{code}"
            for code in (*rank.withheld(worst), "told_lately", "second_telling", "withdrawn", "taken_back")
        } <= set(words)


def test_a_short_history_is_cut_in_two_so_that_it_has_a_past() -> None:
    def known(n: int) -> np.ndarray:
        return np.concatenate([np.full(60 - n, np.nan), np.zeros(n)])

    assert [60 - novelty.past_until(known(n), window=12) for n in (60, 24, 16, 10, 1)] == [12, 12, 8, 5, 1]
    assert novelty.past_until(np.full(60, np.nan), window=12) == 0
    rising = np.concatenate([np.full(48, np.nan), np.zeros(8), np.full(4, 0.1)])
    assert novelty.novelty(rising, before=novelty.past_until(rising, window=12), now=0.1) == 1.0


def test_a_word_alone_yields_to_a_group_on_the_same_documents() -> None:
    word = replace(
        STANDING,
        togetherness=9.0,
        burst=rank.Burst(growth=GROWTH, part_share=None, is_seasonal=False, is_alone=True),
    )
    docs = [np.array([1, 2, 3]), np.array([2, 3, 4])]
    assert rank.flags([word, STANDING], [1, 2], docs, [Telling()] * 2, max_flags=7)[0] == [False, True]
    assert rank.flags([word, word], [1, 2], docs, [Telling()] * 2, max_flags=7)[0] == [True, False]
    assert rank.flags([word, STANDING], [1, 2], [docs[0], np.array([7, 8])], [Telling()] * 2, max_flags=7)[
        0
    ] == [True, True]
    weak = replace(STANDING, n_origins=0)  # a group that deserves no flag keeps none away
    assert rank.flags([word, weak], [1, 2], docs, [Telling()] * 2, max_flags=7)[0] == [True, False]
