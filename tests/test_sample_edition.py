"""The sample edition played end to end, held to its key: what was planted is found, what was not is left alone."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest

from benchmarks.sample_edition import flags_of, held_to_key, scores, shown_in
from horizon.config import data_root
from horizon.demo.edition import Edition, week_on
from horizon.demo.play import DemoResult
from horizon.publish.markdown import to_markdown
from horizon.publish.records import Digest, from_json
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


def test_the_last_eight_weeks_flag_and_show_what_is_due_and_no_control(played: DemoResult) -> None:
    published, numbers = played.workspace.published_file, range(LAST_WEEK - 7, LAST_WEEK + 1)
    for found in (flags_of(published), shown_in(published)):
        held = scores(held_to_key(found, numbers))
        assert held["recall_of_due_weeks"] >= 0.9, held
        assert held["share_controls"] == 0, held
    assert all(len(of_week) <= 7 for of_week in flags_of(published).values())


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
        text = path.read_text(encoding="utf-8")
        assert "Fictional sample edition" in text or "Påhittad provutgåva" in text, path


# ---------------------------------------------------------------- the digests


@pytest.fixture(scope="module")
def digests(played: DemoResult) -> dict[tuple[str, date], Digest]:
    """Every issued digest by system and week."""
    rows = query(played.workspace.published_file, "SELECT system_id, week_on, digest FROM horizon.digests")
    return {(r["system_id"], r["week_on"]): from_json(r["digest"]) for r in rows}


@pytest.fixture(scope="module")
def told_of(played: DemoResult) -> dict[str, str]:
    """Signal id -> storyline of most of the documents it ever rested on."""
    rows = query(
        played.workspace.published_file,
        "SELECT e.signal_id, list(d.url) AS urls FROM horizon.evidence AS e "
        "JOIN horizon.documents AS d USING (doc_id) GROUP BY ALL",
    )
    storylines = storyline_of_url()
    return {r["signal_id"]: Counter(storylines[u] for u in r["urls"]).most_common(1)[0][0] for r in rows}


def of_system(digests: dict[tuple[str, date], Digest], system_id: str) -> list[Digest]:
    return [d for (s, _), d in sorted(digests.items(), key=lambda x: x[0][1]) if s == system_id]


def test_the_rumour_is_contradicted_and_then_withdrawn(
    digests: dict[tuple[str, date], Digest], told_of: dict[str, str]
) -> None:
    kinds = [
        c.kind
        for d in of_system(digests, "norrvik-mobility")
        for c in d.changes
        if told_of.get(c.signal_id) == "s11"
    ]
    assert "contradicted" in kinds and "withdrawn" in kinds, kinds
    assert kinds.index("contradicted") < kinds.index("withdrawn")
    assert kinds.count("withdrawn") == 1  # told once


def test_nothing_that_was_shown_goes_without_being_told(digests: dict[tuple[str, date], Digest]) -> None:
    for system_id in {s for s, _ in digests}:
        mine = of_system(digests, system_id)
        for before, now in pairwise(mine):
            here = {i for item in now.items for i in (item.signal_id, *item.also_as)}
            gone = {item.signal_id for item in before.items} - here
            ended = {c.signal_id for c in now.changes if c.kind in ("fading", "withdrawn", "merged")}
            assert gone <= ended, (now.week_on, gone - ended)


def test_the_hype_is_shown_and_its_end_told_with_the_sentence_that_ended_it(
    digests: dict[tuple[str, date], Digest], told_of: dict[str, str]
) -> None:
    mine = of_system(digests, "norrvik-mobility")
    shown = [d.week_on for d in mine for i in d.items if told_of.get(i.signal_id) == "s10"]
    ended = [
        (d.week_on, c)
        for d in mine
        for c in d.changes
        if told_of.get(c.signal_id) == "s10" and c.kind in ("fading", "withdrawn")
    ]
    assert shown and ended, (shown, ended)
    week, change = ended[-1]
    assert week > max(shown)
    assert change.told is not None and change.told.doc_ids


def test_the_dead_feed_is_named_in_every_digest_after_its_death(
    digests: dict[tuple[str, date], Digest],
) -> None:
    for digest in of_system(digests, "sundhaga-life"):
        named = "Effektbladet" in [t.source_name for t in digest.coverage.troubled]
        assert named == (digest.week_on >= week_on(9)), digest.week_on
        said = " ".join(s.text for s in digest.bottom_line)
        assert ("Effektbladet" in said) == named


def test_no_digest_breaks_the_rule_and_every_sentence_has_documents_that_were_known(
    played: DemoResult, digests: dict[tuple[str, date], Digest]
) -> None:
    rows = query(
        played.workspace.published_file,
        "SELECT doc_id, first_seen_at AS seen_at FROM horizon.documents",
    )
    seen = {r["doc_id"]: r["seen_at"] for r in rows}
    for digest in digests.values():
        assert len(digest.items) <= 7 and len(digest.bottom_line) <= 3
        for item in digest.items:
            assert 1 <= len(item.evidence) <= 4
            assert len({e.doc_id for e in item.evidence}) == len(item.evidence)
            assert item.development.doc_ids
            for doc_id in (*item.development.doc_ids, *(e.doc_id for e in item.evidence)):
                assert seen[doc_id] <= digest.as_of
            assert not item.development.text.rstrip(".”").endswith(("…", " "))


def test_every_digest_built_anew_as_of_its_week_equals_the_one_sent(played: DemoResult) -> None:
    from horizon.publish.stage import compare_issued

    with played.workspace.open_store() as store:
        n, differing = compare_issued(store, played.workspace.settings.publish, as_of=played.as_of)
    assert n == 2 * LAST_WEEK and differing == []


def test_the_queries_of_a_digest_give_its_tables(
    played: DemoResult, digests: dict[tuple[str, date], Digest]
) -> None:
    digest = digests["norrvik-mobility", week_on(LAST_WEEK)]
    found = {q.what: query(played.workspace.published_file, q.sql) for q in digest.queries}
    labels = {i.label.casefold() for i in digest.items}
    assert labels <= {r["label"].casefold() for r in found["signals"]}
    assert {e.title for i in digest.items for e in i.evidence if e.language == "en"} <= {
        r["title"] for r in found["evidence"]
    }
    assert sum(r["n_origins"] for r in found["coverage"]) == digest.coverage.n_origins
    assert {s.text for s in digest.bottom_line} <= {r["sentence"] for r in found["sentences"]}


@pytest.mark.proof
@pytest.mark.chromium
def test_the_last_digests_hold_in_a_browser(played: DemoResult) -> None:
    from tests.publish.browser import WIDTHS, chromium, front_pages, n_pages, opened, violations

    folder = played.workspace.output / "digests"
    weeks = [week_on(n) for n in range(LAST_WEEK - 7, LAST_WEEK + 1)]
    with chromium() as browser:
        for path in [
            folder / "index.html",
            *(folder / "norrvik-mobility" / f"{w}.{x}.html" for w in weeks for x in ("en", "sv")),
        ]:
            for width in WIDTHS.values():
                with opened(browser, path, width=width) as seen:
                    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
                    assert seen.requests == [] and seen.complaints == [], path
            with opened(browser, path) as seen:
                assert violations(seen.page) == [], path
                if path.name != "index.html":
                    whole = n_pages(seen.page.pdf(prefer_css_page_size=True))
                    front = front_pages(seen.page)
                    assert front <= 2 and whole - front <= 4, (path, front, whole)
                    hrefs = seen.page.evaluate(
                        "[...document.querySelectorAll('header a')].map(a => a.getAttribute('href'))"
                    )
                    assert all((path.parent / href).resolve().exists() for href in hrefs), hrefs


@pytest.mark.proof
def test_the_digests_read_as_they_were_reviewed(digests: dict[tuple[str, date], Digest], golden) -> None:  # type: ignore[no-untyped-def]
    for number in (8, 11, 12, 16, LAST_WEEK):
        golden(f"digest/sample-{number:02d}.md", to_markdown(digests["norrvik-mobility", week_on(number)]))


def test_the_heat_map_of_a_digest_is_what_its_query_and_the_command_give(played: DemoResult) -> None:
    from horizon.impact import system, views

    workspace = played.workspace
    n_told_as_one = n_both_ways = 0
    for name, number in product(("norrvik-mobility", "sundhaga-life"), range(1, LAST_WEEK + 1)):
        week = week_on(number)
        issued = (workspace.output / "digests" / name / f"{week}.json").read_text(encoding="utf-8")
        digest = from_json(issued)
        if digest.heat is None:
            continue
        counts = ("n_threats", "n_opportunities", "n_neutral", "n_unknown")
        told = {
            p.part_id: (p.threat, p.opportunity, *(getattr(p, n) for n in counts))
            for p in digest.heat.parts
            if p.is_touched
        }
        asked = next(q.sql for q in digest.queries if q.what == "heat")
        found = {
            r["part_id"]: (r["threat"], r["opportunity"], *(r[n] for n in counts))
            for r in query(workspace.published_file, asked)
        }
        assert told == {
            part_id: (low and round(low, 4), high and round(high, 4), *rest)
            for part_id, (low, high, *rest) in found.items()
        }
        n_told_as_one += any(item.also_as for item in digest.items)
        n_both_ways += sum(p.threat is not None and p.opportunity is not None for p in digest.heat.parts)
        if number < LAST_WEEK:
            continue
        assert any(threat or opportunity for threat, opportunity, *_ in told.values())
        model = system.load(next(f for f in workspace.system_files() if f.stem == name))
        with workspace.open_store() as store:
            drawn = views.system_heat(store, model, week, played.as_of)
            points = {b.signal_id: b for b in views.radar_points(store, name, week, played.as_of)}
        assert [(p.threat, p.opportunity, p.confidence) for p in drawn.parts] == [
            (p.threat, p.opportunity, p.confidence) for p in digest.heat.parts
        ]
        for item in digest.items:
            if item.parts and item.parts[0].sign:
                point = points[item.signal_id]
                assert (point.part_name, point.sign) == (item.parts[0].part_name, item.parts[0].sign)
                assert round(point.loop_score or 0, 4) == item.parts[0].loop_score
                assert point.lag_weeks_low == item.parts[0].lag_weeks_low
    assert n_told_as_one and n_both_ways
