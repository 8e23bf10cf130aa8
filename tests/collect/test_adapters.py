"""Adapters: recorded real answers where they lie beside the project, small answers of our own, and odd ones."""

import asyncio
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from horizon.collect.adapters import ADAPTERS, KINDS, RECORDED, standing
from horizon.collect.parse import ParseJob, parse
from horizon.collect.parsed import ParsedFeed
from horizon.collect.sandbox import ParserProcess
from horizon.enrich.policy_dates import policy_dates_of
from horizon.normalise.identity import strong_identity

from .feeds import rss

DOI = "10.5555/a.1"
SMALL = {
    "openalex": ({"id": "https://openalex.org/W1", "doi": f"https://doi.org/{DOI}", "title": "T",
                  "publication_date": "2026-01-02",
                  "abstract_inverted_index": {"b": [1], "a": [0]}}, lambda i: {"results": i, "meta": {"next_cursor": "n+="}}),
    "crossref": ({"DOI": DOI, "title": ["T"], "issued": {"date-parts": [[2026, 1, 2]]}},
                 lambda i: {"message": {"items": i, "next-cursor": "n+="}}),
    "europepmc": ({"id": "1", "source": "MED", "doi": DOI, "title": "T", "firstPublicationDate": "2026-01-02"},
                  lambda i: {"resultList": {"result": i}, "nextCursorMark": "n+="}),
    "biorxiv": ({"doi": DOI, "title": "T", "date": "2026-01-02"},
                lambda i: {"messages": [{"cursor": 0, "count": 1, "total": "9"}], "collection": i}),
    "federal_register": ({"document_number": "2026-1", "html_url": "https://x.example/d", "title": "T",
                          "publication_date": "2026-01-02"}, lambda i: {"results": i, "next_page_url": "https://x.example/2"}),
    "riksdagen": ({"dok_id": "HX011", "titel": "T", "datum": "2026-01-02", "dokument_url_html": "//x.example/d"},
                  lambda i: {"dokumentlista": {"dokument": i, "@nasta_sida": "https://x.example/2"}}),
    "govuk": ({"content_id": "c-1", "link": "/government/news/d", "title": "T", "description": "D",
               "public_timestamp": "2026-01-02T09:00:00Z", "organisations": [{"title": "O"}], "format": "guidance"},
              lambda i: {"results": i, "total": 90, "start": 0}),
    "haveyoursay": ({"id": 14858.0, "shortTitle": "T", "foreseenActType": "Regulation", "currentStatuses": [
                        {"isCurrent": True, "frontEndStage": "Call for evidence", "feedbackStartDate": "2026/01/02 08:24:00",
                         "feedbackEndDate": "2026/02/01 23:59:59"}], "topics": [{"label": "Energy"}]},
                    lambda i: {"initiativeResultDtoPage": {"content": i, "number": 0, "totalPages": 3}}),
    "gdelt": ({"url": "https://x.example/d", "title": "T", "seendate": "20260102T000000Z"}, lambda i: {"articles": i}),
}  # fmt: skip
URL = "https://x.example/2026-01-01/2026-01-03/0?cursor=*"


def job(data: object, kind: str, url: str = URL) -> ParseJob:
    return ParseJob(body=json.dumps(data).encode(), url=url, kind=kind)


def identity(feed: ParsedFeed, n: int = 0) -> str | None:
    entry = feed.entries[n]
    found = strong_identity({"url": entry.url, "guid": entry.guid, "extra": entry.extra})
    return found[1] if found else None


def test_json_with_escapes_that_do_not_exist_is_mended() -> None:
    body = rb'{"articles": [{"url": "https://x.example/d", "title": "50\% of C:\x", "seendate": "20260102T000000Z"},]}'
    feed = parse(ParseJob(body=body, url=URL, kind="gdelt"))
    assert [e.title for e in feed.entries] == [r"50\% of C:\x"]
    assert {"bad_escapes", "trailing_commas"} <= set(feed.defects)


@pytest.mark.parametrize("kind", sorted(ADAPTERS))
def test_a_small_answer_is_read_with_its_identity_and_next_page(kind: str) -> None:
    item, wrap = SMALL[kind]
    url = URL.split("?")[0] if kind == "biorxiv" else URL
    feed = parse(job(wrap([item]), kind, url))
    (entry,) = feed.entries
    assert (feed.outcome, entry.title, entry.url is not None) == ("ok", "T", True)
    assert entry.published_at is not None and (entry.published_raw or "").startswith("2026-01-02")
    wanted = {
        "riksdagen": "dok_id:hx011",
        **dict.fromkeys(("federal_register", "gdelt", "govuk", "haveyoursay")),
    }
    assert identity(feed) == wanted.get(kind, f"doi:{DOI}")
    assert (feed.hints.next_url is None) == (kind == "gdelt")
    if kind in ("openalex", "crossref"):
        assert (feed.hints.next_url or "").endswith("cursor=n%2B%3D")


@pytest.mark.parametrize("kind", sorted(ADAPTERS))
@pytest.mark.parametrize("bad", [None, 7, "x", [], [None], {}, {"a": None}, [[None]], True])
def test_odd_values_cost_only_themselves(kind: str, bad: object) -> None:
    item, wrap = SMALL[kind]
    for key in item:
        feed = parse(job(wrap([{**item, key: bad}, None, item]), kind))
        assert (feed.outcome, len(feed.entries), feed.defects) == ("ok", 2, ("items_unreadable",))
        assert feed.entries[1].title == "T"
    for key in ("title", "titel", "shortTitle"):
        if key in item and bad != "x":
            assert "field_unreadable" in parse(job(wrap([{**item, key: bad}]), kind)).entries[0].defects
    assert parse(job({"unknown": bad}, kind)).outcome == "not_a_feed"


def test_services_say_which_versions_a_work_has() -> None:
    """Read by normalise: a preprint and its journal version are one origin."""
    links = {
        "has-preprint": [{"id-type": "doi", "id": "10.1101/2026.01.02.7"}, {"id": 7}, None],
        "cites": [{"id": "10.1/x"}],
    }
    pages = [
        {"landing_page_url": u}
        for u in ("https://arxiv.org/abs/2601.00002", "https://news.example/doi.org/", "http://[x", 7)
    ]
    for kind, told in (("crossref", {"relation": links}), ("openalex", {"locations": [*pages, None]})):
        item, wrap = SMALL[kind]
        (one,) = parse(job(wrap([item | told]), kind)).entries
        extra = json.loads(one.extra or "{}")
        assert (
            extra["same_work"]
            == {"crossref": "10.1101/2026.01.02.7", "openalex": "https://arxiv.org/abs/2601.00002"}[kind]
        )


@pytest.mark.parametrize("cursor", ["\ud800", float("inf"), 3, None])
def test_an_odd_cursor_ends_the_paging_and_keeps_the_entries(cursor: object) -> None:
    works = {"message": {"items": [SMALL["crossref"][0]], "next-cursor": cursor}}
    preprints = {
        "messages": [{"cursor": cursor, "count": 1, "total": cursor}],
        "collection": [SMALL["biorxiv"][0]],
    }
    for kind, data in (("crossref", works), ("biorxiv", preprints)):
        assert len(parse(job(data, kind)).entries) == 1


def test_recorded_timelines_are_no_articles(shared: Callable[[str], Path]) -> None:
    body = shared("feeds/api/earpini-gdelt_a1.json").read_bytes()
    assert parse(ParseJob(body=body, url=URL, kind="gdelt")).outcome == "not_a_feed"


def test_the_parser_process_knows_the_kind() -> None:
    item, wrap = SMALL["crossref"]
    process = ParserProcess()
    try:
        assert asyncio.run(process.parse(job(wrap([item]), "crossref"), 30)).version == "crossref"
    finally:
        process.close()


@pytest.mark.parametrize(
    ("kind", "name", "n", "start", "paged"),
    [
        ("crossref", "crossref-test_cursor_max-0.json", 20, "doi:10.", True),
        ("crossref", "crossref-test_journals_works-1.json", 20, "doi:10.", False),
        ("europepmc", "fastpaper-europepmc_search.json", 3, "doi:10.", True),
        ("biorxiv", "fastpaper-biorxiv_search.json", 100, "doi:10.1101/", False),
        ("federal_register", "mw-federal_register.json", 5, "", True),
        ("openalex", "openalex-W2741809807.json", 1, "doi:10.", False),
        ("riksdagen", "riksdagen-prop-h6031.json", 1, "dok_id:h6031", False),
        ("feed", "arxiv-id_astro-ph_0601001_s0_m100_3150dca9dc76.atom", 1, "arxiv:astro-ph/0601001", False),
    ],
)
def test_recorded_answers(
    shared: Callable[[str], Path], kind: str, name: str, n: int, start: str, paged: bool
) -> None:
    body = shared(f"feeds/api/{name}").read_bytes()
    feed = parse(ParseJob(body=body, url=URL, kind=kind))
    assert (feed.outcome, len(feed.entries), feed.hints.next_url is not None) == ("ok", n, paged)
    for number, entry in enumerate(feed.entries):
        assert entry.title and entry.url and entry.published_at
        found = identity(feed, number)
        # a work that its service names without a DOI keeps the id of the service
        assert entry.guid if found is None else found.startswith(start)
    assert not start or (identity(feed) or "").startswith(start)


def test_an_initiative_tells_its_stage_and_period_and_keeps_its_id() -> None:
    item, wrap = SMALL["haveyoursay"]
    body = json.dumps(wrap([item])).encode()
    feed = parse(ParseJob(body=body, url=URL, kind="haveyoursay", time_zone="Europe/Brussels"))
    (entry,) = feed.entries
    assert entry.guid == "14858"
    assert entry.summary == "Regulation. Call for evidence. Feedback period: 2026-01-02 to 2026-02-01"
    assert str(entry.published_at) == "2026-01-02 07:24:00+00:00"
    assert entry.tags == ("Energy",)
    assert "page=1" in (feed.hints.next_url or "")


def test_pages_of_gov_uk_step_by_offset_and_links_are_made_whole() -> None:
    item, wrap = SMALL["govuk"]
    feed = parse(job(wrap([item]), "govuk", "https://www.gov.uk/api/search.json?count=1&start=0"))
    assert feed.entries[0].url == "https://www.gov.uk/government/news/d"
    assert feed.hints.next_url == "https://www.gov.uk/api/search.json?count=1&start=1"
    assert parse(job({"results": [item], "total": 1, "start": 0}, "govuk")).hints.next_url is None


def test_a_feed_of_eur_lex_is_known_by_its_celex_number() -> None:
    link = "https://eur-lex.europa.eu/./legal-content/AUTO/?uri=CELEX:32026R0123"
    body = rss([f"<item><title>T</title><link>{link}</link><guid>{link}</guid></item>"])
    assert identity(parse(ParseJob(body=body, url=URL))) == "celex:32026r0123"


def test_every_kind_stands_in_the_docs_as_it_stands_in_the_program() -> None:
    page = (Path(__file__).parents[2] / "docs" / "methodology" / "collecting.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `(\w+)` \| (verified|partly|unverified) \|", page, re.MULTILINE))
    assert told == {kind: standing(kind) for kind in KINDS}
    assert set(RECORDED) <= set(KINDS)
    assert standing("archive") is None


def test_days_of_the_federal_register_are_read_by_the_policy_calendar() -> None:
    item, wrap = SMALL["federal_register"]
    days = {
        "comments_close_on": "2026-03-16",
        "effective_on": "2027-01-01",
        "agencies": [{"name": "Port Safety Agency"}],
    }
    told = parse(
        job(wrap([{**item, "abstract": "Limits on noise are proposed.", **days}]), "federal_register")
    ).entries[0]
    found = policy_dates_of(
        told.title or "", told.summary or "", "en", date(2026, 1, 2), time_zone="America/New_York"
    )
    assert [(d.on_date, d.stage, d.body, d.is_flagged) for d in found] == [
        (date(2026, 3, 16), "consultation_closes", "Port Safety Agency", False),
        (date(2027, 1, 1), "entry_into_force", "Port Safety Agency", False),
    ]
    for odd in (None, 7, "soon", "2026-13-40", ["2026-03-16"]):
        entry = parse(
            job(wrap([{**item, "abstract": "A.", "comments_close_on": odd}]), "federal_register")
        ).entries[0]
        assert entry.summary == "A."
    alone = parse(job(wrap([{**item, "effective_on": "2027-01-01"}]), "federal_register")).entries[0]
    assert alone.summary == "The rule takes effect on 1 January 2027."
