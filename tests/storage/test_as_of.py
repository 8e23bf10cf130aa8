"""As-of truth through SQL: what the newest file says of a past moment is what the file of that moment said."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from horizon.demo.play import DemoResult
from horizon.storage.published import query

SELECTS = {
    "documents": "SELECT * EXCLUDE (run_id) FROM horizon.documents_as_of($moment) ORDER BY ALL",
    "signals": "FROM horizon.signals_as_of($moment) ORDER BY ALL",
    "topics": "FROM horizon.topics_as_of($moment) ORDER BY ALL",
    "impacts": "FROM horizon.impacts_as_of($moment) ORDER BY ALL",
    "evidence": "FROM horizon.evidence WHERE as_of <= $moment ORDER BY ALL",
    "members": "SELECT * EXCLUDE (is_latest) FROM horizon.topic_week_members WHERE as_of <= $moment ORDER BY ALL",
    "stories": "SELECT * EXCLUDE (is_latest) FROM horizon.story_members WHERE as_of <= $moment ORDER BY ALL",
    "digests": "FROM horizon.digests WHERE as_of <= $moment ORDER BY ALL",
    "sentences": "FROM horizon.digest_sentences WHERE as_of <= $moment ORDER BY ALL",
}
VOLATILE = {"evidence": {"is_latest"}}


@pytest.fixture(scope="session")
def past(played: DemoResult) -> list[Any]:
    """Dated copies that are still kept, oldest first, without the newest, which is the file itself."""
    copies = sorted(played.workspace.output.glob("horizon-published-*.duckdb"))[:-1]
    assert copies, "no dated copy to compare with"
    return copies


@pytest.mark.parametrize("name", list(SELECTS))
def test_the_newest_file_says_of_a_past_moment_what_the_file_of_then_said(
    played: DemoResult, past: list[Any], name: str
) -> None:
    for copy in past:
        moment = query(copy, "SELECT as_of FROM horizon.run_status")[0]["as_of"]
        then = query(copy, SELECTS[name], {"moment": moment})
        now = query(played.workspace.published_file, SELECTS[name], {"moment": moment})
        assert then, "nothing was known then: the comparison would be empty"
        for row in (*then, *now):
            for column in VOLATILE.get(name, ()):
                del row[column]
        assert now == then


def test_search_as_of_finds_the_documents_that_the_file_of_then_found(
    played: DemoResult, past: list[Any]
) -> None:
    for copy in past:
        moment = query(copy, "SELECT as_of FROM horizon.run_status")[0]["as_of"]
        for question in ("battery depot", "tillstånd", "talent visas"):
            sql = "SELECT doc_id, version FROM horizon.search($question, n := 1000, as_of := $moment) ORDER BY ALL"
            named = {"question": question, "moment": moment}
            assert query(played.workspace.published_file, sql, named) == query(copy, sql, named)


def test_a_past_digest_reads_today_as_it_read_then_and_nothing_in_it_is_from_later(
    played: DemoResult, past: list[Any]
) -> None:
    moment = query(past[0], "SELECT as_of FROM horizon.run_status")[0]["as_of"]
    week = query(past[0], "SELECT last_judged_week_on AS w FROM horizon.run_status")[0]["w"]
    named = {"week": week, "moment": moment}
    sql = "SELECT digest FROM horizon.digest_as_of('norrvik-mobility', $week, $moment)"
    assert query(played.workspace.published_file, sql, named) == query(past[0], sql, named)
    page = played.workspace.output / "digests" / "norrvik-mobility" / f"{week}.json"
    issued = json.loads(query(played.workspace.published_file, sql, named)[0]["digest"])
    assert issued == json.loads(page.read_text(encoding="utf-8"))
    later = (
        "FROM horizon.lineage('norrvik-mobility', $week, as_of := $moment) WHERE version_seen_at > $moment"
    )
    assert query(played.workspace.published_file, later, named) == []
    early = {"week": week, "moment": moment - timedelta(weeks=1)}
    assert query(played.workspace.published_file, sql, early) == []  # not issued yet
