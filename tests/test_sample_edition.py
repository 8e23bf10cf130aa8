"""The sample edition played end to end, held to its key: what was planted is found, what was not is left alone."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from horizon.config import data_root
from horizon.demo.edition import Edition, week_on
from horizon.demo.play import DemoResult
from horizon.storage.published import query

SAMPLE = data_root() / "sample"
LAST_WEEK = 20
PLANTED = {"emerging", "research_to_policy", "competitor", "consultation", "hype", "rumour"}


def key() -> dict[str, dict[str, Any]]:
    """Storylines of the key that have entries, by id."""
    written = {path.name[:3] for path in (SAMPLE / "entries").glob("*.jsonl")}
    storylines = tomllib.loads((SAMPLE / "key.toml").read_text(encoding="utf-8"))["storyline"]
    return {s["id"]: s for s in storylines if s["id"] in written}


@pytest.fixture(scope="module")
def flags(played: DemoResult) -> dict[date, list[tuple[str, str]]]:
    """Per week, best first: (storyline of most of the signal's documents, label) of each flagged signal."""
    rows = query(
        played.workspace.published_file,
        "SELECT s.week_on, s.rank, s.label, list(d.url) AS urls FROM horizon.signals AS s "
        "JOIN horizon.evidence AS e USING (signal_id, week_on, as_of) JOIN horizon.documents AS d USING (doc_id) "
        "WHERE s.is_latest AND s.is_flagged GROUP BY ALL ORDER BY s.week_on, s.rank",
    )
    storylines = storyline_of_url()
    found: dict[date, list[tuple[str, str]]] = {}
    for row in rows:
        about = Counter(storylines[url] for url in row["urls"]).most_common(1)[0][0]
        found.setdefault(row["week_on"], []).append((about, row["label"]))
    return found


def storyline_of_url() -> dict[str, str]:
    """Address of every sample entry -> its storyline."""
    edition = Edition(SAMPLE)
    moment = played_until()
    return {
        entry.url: entry.key[:3]
        for source in edition.sources.values()
        for entry in edition.all_of(source)
        if entry.available_at <= moment
    }


def played_until() -> Any:
    from horizon.types import midnight

    return midnight(week_on(LAST_WEEK + 1))


def test_every_entry_becomes_a_document_or_a_version(played: DemoResult) -> None:
    n_docs = query(played.workspace.published_file, "SELECT count(*) AS n FROM horizon.documents")[0]["n"]
    assert n_docs == played.n_entries


def test_wire_copies_are_origins_of_one(played: DemoResult) -> None:
    rows = query(
        played.workspace.published_file,
        "SELECT d.url, o.url AS origin_url FROM horizon.documents AS d JOIN horizon.documents AS o ON o.doc_id = d.origin_id "
        "WHERE d.doc_id <> d.origin_id",
    )
    storylines = storyline_of_url()
    assert rows
    assert all(storylines[r["url"]] == storylines[r["origin_url"]] for r in rows)


def test_the_last_digest_names_what_rises_and_no_control_leads(
    flags: dict[date, list[tuple[str, str]]],
) -> None:
    storylines = key()
    now = flags.get(week_on(LAST_WEEK), [])
    assert now, "nothing flagged in the last week"
    leading = [storylines[about]["role"] for about, _ in now[:3]]
    assert not [role for role in leading if role.startswith("control")], now
    assert [role for role in leading if role in PLANTED] == leading, now
    rising = {i for i, s in storylines.items() if s["role"] == "emerging" and LAST_WEEK in s["rising_weeks"]}
    assert len(rising & {about for about, _ in now}) >= 0.6 * len(rising), (rising, now)


def test_controls_are_rarely_flagged_at_all(flags: dict[date, list[tuple[str, str]]]) -> None:
    storylines = key()
    roles = [storylines[about]["role"] for week in flags.values() for about, _ in week]
    controls = [role for role in roles if role.startswith("control")]
    assert len(controls) <= 0.15 * len(roles), Counter(roles)


def test_the_rumour_is_contradicted(played: DemoResult) -> None:
    rows = query(
        played.workspace.published_file,
        "SELECT d.url, max(s.n_contradicting) AS n FROM horizon.signals AS s "
        "JOIN horizon.evidence AS e USING (signal_id, week_on, as_of) JOIN horizon.documents AS d USING (doc_id) "
        "WHERE s.week_on = $week AND e.stance = 'contradicts' GROUP BY ALL",
        {"week": week_on(11)},
    )
    storylines = storyline_of_url()
    assert "s11" in {storylines[row["url"]] for row in rows}


def test_the_dead_feed_is_named(played: DemoResult) -> None:
    page = played.workspace.output / "digests" / "norrvik-mobility" / f"{week_on(LAST_WEEK)}.md"
    assert "Effektbladet" in page.read_text(encoding="utf-8")


def test_a_past_digest_can_be_rebuilt_to_the_byte(played: DemoResult) -> None:
    from horizon.publish.stage import rebuild

    week = week_on(12)
    workspace = played.workspace
    issued = (workspace.output / "digests" / "sundhaga-life" / f"{week}.html").read_text(encoding="utf-8")
    with workspace.open_store() as store:
        as_of = played.as_of - timedelta(weeks=LAST_WEEK - 12)
        again = rebuild(
            store,
            workspace.settings.publish,
            week_on=week,
            as_of=as_of,
            system_id="sundhaga-life",
            form="html",
            language="en",
        )
    assert again == issued


def test_the_edition_says_that_it_is_fictional(played: DemoResult) -> None:
    for path in Path(played.workspace.output / "digests").rglob("*.html"):
        assert "Fictional sample edition" in path.read_text(encoding="utf-8")
