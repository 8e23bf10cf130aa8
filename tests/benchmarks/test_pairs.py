"""BCubed over two languages, against its definition worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.pairs import bcubed_across, evaluate, read_half
from benchmarks.stories import bcubed


def test_a_report_is_held_against_the_other_language_alone() -> None:
    gold, languages = ["a", "a", "b", "b"], ["sv", "en", "sv", "en"]
    assert bcubed_across(gold, gold, languages) == (1, 1, 1)
    assert bcubed_across(gold, ["1", "2", "3", "4"], languages) == (1, 0, 0), (
        "nothing put together, all missed"
    )
    # the two Swedish reports stand together, which is no matter of two languages; a's English one is with them
    precision, recall, f1 = bcubed_across(gold, ["1", "1", "1", "4"], languages)
    assert precision == pytest.approx((1 + 1 / 2 + 0) / 3)
    assert recall == pytest.approx(2 / 4)
    assert f1 == pytest.approx(0.5)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=12))
def test_nothing_is_across_in_one_language_and_a_perfect_grouping_is_perfect_across(
    rows: list[tuple[int, int]],
) -> None:
    gold, found = [g for g, _ in rows], [f for _, f in rows]
    assert bcubed_across(gold, found, ["sv"] * len(rows)) == (1, 1, 1)
    precision, recall, _ = bcubed_across(gold, found, list(range(len(rows))))
    assert 0 <= precision <= 1 and 0 <= recall <= 1
    if gold == found:
        assert (precision, recall) == (1, 1) == bcubed(gold, found)[:2]


def test_a_false_join_is_charged_to_its_own_language() -> None:
    half = read_half("test")
    apart = evaluate(half, [d.doc_id for d in half.documents])
    assert (apart["bcubed_f1_sv"], apart["bcubed_f1_en"], apart["bcubed_f1_across"]) == (1, 1, 0)
    first = [d.doc_id for d in half.documents if d.language == "sv"][:2]
    joined = evaluate(half, ["one" if d.doc_id in first else d.doc_id for d in half.documents])
    assert joined["bcubed_f1_sv"] < 1 and joined["bcubed_f1_en"] == 1
    assert evaluate(half, half.gold)["bcubed_f1_across"] == 1
