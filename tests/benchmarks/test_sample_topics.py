"""docs/sample_topics.md shows the topics that the sample edition has."""

from __future__ import annotations

import pytest

from benchmarks.sample_topics import PAGE, bad, table, with_table
from horizon.demo.play import DemoResult


def test_the_page_has_the_topics_of_the_last_week_and_no_label_of_any_week_is_bad(
    played: DemoResult, request: pytest.FixtureRequest
) -> None:
    with played.workspace.open_store() as store:
        rows, wrong = table(store), bad(store)
    assert wrong == []
    page = PAGE.read_text(encoding="utf-8")
    if request.config.getoption("--update-golden"):
        PAGE.write_text(with_table(page, rows), encoding="utf-8")
        return
    assert page == with_table(page, rows), "see --update-golden, then read what is said above the table"


def test_what_is_written_by_hand_stays_and_a_page_without_the_mark_is_refused() -> None:
    page = PAGE.read_text(encoding="utf-8")
    by_hand = page[: page.index("<!--")]
    assert with_table(with_table(page, "| a |\n"), "| b |\n") == with_table(page, "| b |\n")
    assert with_table(page, "| b |\n").startswith(by_hand)
    with pytest.raises(ValueError, match="is missing"):
        with_table("# No mark\n", "")
