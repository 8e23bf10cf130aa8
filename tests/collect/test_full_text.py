"""Full text on request: robots.txt holds, every way to misbehave has its outcome, and what was known before stays known."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from horizon.collect import catalogue
from horizon.collect.defects import DEFECTS
from horizon.collect.pages import OUTCOMES
from horizon.config import CollectSettings, NormaliseSettings
from horizon.errors import ConfigError
from horizon.normalise import stage as normalise
from horizon.storage.audits import audit_all
from horizon.types import Window

from .articles import ARTICLE, PAGE_WAYS, SENTENCES, TITLE, NewsSite
from .conftest import Bench
from .feeds import NOW, item, rss, source
from .misbehaving import CAP


@dataclass
class Polled:
    bench: Bench
    sites: dict[str, NewsSite]
    pages: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def polled() -> Iterator[Polled]:
    sites = {}
    for name in PAGE_WAYS:
        sites[name] = NewsSite()
        sites[name].name = name
    settings = CollectSettings(
        allow_hosts=tuple(s.host for s in sites.values()), host_delay_s=0, concurrency=64, timeout_s=0.8,
        max_body_bytes=CAP, parse_timeout_s=10,
    )  # fmt: skip
    bench = Bench(HTTPServer(), settings=settings)
    bench.catalogue(*(source(n, f"{s.base}/feed", full_text=True) for n, s in sites.items()))
    bench.run()
    yield Polled(bench, sites, {r["source_id"]: r for r in bench.table("raw_page")})
    for site in sites.values():
        site.close()


def test_there_are_many_ways() -> None:
    ended_otherwise = {"parse_failed", "parse_timeout"}  # of the process, see test_sandbox.py
    assert len(PAGE_WAYS) >= 40
    assert {w.outcome for w in PAGE_WAYS.values()} == OUTCOMES - ended_otherwise


@pytest.mark.parametrize("name", sorted(PAGE_WAYS))
def test_it_ends_as_told(name: str, polled: Polled) -> None:
    way, page = PAGE_WAYS[name], polled.pages[name]
    assert page["outcome"] == way.outcome, page["reason"]
    assert way.reason in (page["reason"] or "")
    assert way.outcome == "ok" or page["reason"]
    assert ("page/" + name in polled.sites[name].seen) == way.is_asked
    assert "private/x" not in polled.sites[name].seen, "a redirect asks robots.txt too"
    versions = [e for e in polled.bench.table("raw_entry") if e["source_id"] == name]
    assert len(versions) == (2 if way.outcome == "ok" else 1), "the feed's version stays in any case"
    if way.outcome == "ok":
        full = next(e for e in versions if "text_from_page" in e["defects"])
        assert SENTENCES[0] in full["content"] and SENTENCES[-1] in full["content"]
        assert "Section 3" not in full["content"]
        assert full["fetch_id"] == page["fetch_id"] and full["body_hash"] == page["body_hash"]
        assert polled.bench.store.bodies.get(full["body_hash"])
        assert page["n_chars"] > 300


def test_the_store_is_sound_and_nothing_local_was_read(polled: Polled) -> None:
    assert audit_all(polled.bench.store) == []
    assert "root:" not in str(polled.bench.table("raw_entry")) + str(polled.bench.table("raw_page"))
    assert "text_from_page" in DEFECTS
    named = set(polled.bench.store.arrow("doctor/bodies").column("body_hash").to_pylist())
    assert {r["body_hash"] for r in polled.bench.table("raw_page") if r["body_hash"]} <= named
    assert {r["body_hash"] for r in polled.bench.table("core_robots") if r["body_hash"]} <= named


def test_every_outcome_is_explained() -> None:
    text = (Path(__file__).parents[2] / "docs" / "methodology" / "collecting.md").read_text(encoding="utf-8")
    table = text.split("## Full text")[1].split("\n## ")[0]
    told = {n for row in re.findall(r"^\| ([a-z_, ]+) \|", table, re.MULTILINE) for n in row.split(", ")}
    assert told >= OUTCOMES


def site(httpserver: HTTPServer, robots: str = "User-agent: *\nAllow: /", *, n: int = 1) -> None:
    links = [httpserver.url_for(f"/a/{k}") for k in range(1, n + 1)]
    httpserver.expect_request("/robots.txt").respond_with_data(robots)
    httpserver.expect_request("/feed").respond_with_data(
        rss(item(k, title=TITLE if n == 1 else f"{TITLE} {k}", link=link) for k, link in enumerate(links, 1))
    )
    for k in range(1, n + 1):
        httpserver.expect_request(f"/a/{k}").respond_with_data(ARTICLE, content_type="text/html")


def paths(httpserver: HTTPServer) -> list[str]:
    return [request.path for request, _ in httpserver.log]


def test_it_is_off_until_a_source_asks_for_it(bench: Bench) -> None:
    site(bench.server)
    bench.catalogue(source("a", bench.url("/feed")))
    bench.run()
    assert paths(bench.server) == ["/feed"]
    assert bench.table("raw_page") == []


def test_a_page_is_read_once_and_robots_txt_once_a_day(bench: Bench) -> None:
    site(bench.server, n=2)
    bench.catalogue(source("a", bench.url("/feed"), full_text=True))
    report = bench.run()
    assert paths(bench.server) == ["/feed", "/robots.txt", "/a/2", "/a/1"]
    assert report.counts["n_full_texts"] == 2
    for _ in range(3):
        bench.run(hours=2)
    assert paths(bench.server).count("/robots.txt") == 1
    assert paths(bench.server).count("/a/1") == 1
    bench.server.clear()
    site(bench.server, n=3)
    bench.run(hours=24)
    assert paths(bench.server) == ["/feed", "/robots.txt", "/a/3"]


def test_the_pause_that_robots_txt_asks_for_is_kept_and_remembered(bench: Bench) -> None:
    site(bench.server, "User-agent: *\nCrawl-delay: 40", n=3)
    bench.catalogue(source("a", bench.url("/feed"), full_text=True))
    bench.run()
    asked = sorted(r["requested_at"] for r in bench.table("raw_page"))
    assert [(b - a).total_seconds() for a, b in pairwise(asked)] == [40, 40]
    assert bench.table("core_robots")[0]["crawl_delay_s"] == 40


def test_a_run_leaves_what_its_time_does_not_allow_to_the_next(bench: Bench) -> None:
    site(bench.server, "User-agent: *\nCrawl-delay: 100", n=5)
    bench.catalogue(source("a", bench.url("/feed"), full_text=True))
    bench.run()
    assert len(bench.table("raw_page")) == 3
    bench.run(hours=2)
    assert len(bench.table("raw_page")) == 5
    assert {r["outcome"] for r in bench.table("raw_page")} == {"ok"}


def test_only_so_many_pages_a_run_and_none_of_the_old_backlog(bench: Bench) -> None:
    site(bench.server, n=4)
    bench.settings = bench.settings.model_copy(update={"full_texts_per_run": 2})
    old = item(9, title="Old", date="Mon, 02 Jun 2025 10:00:00 GMT", link=bench.url("/a/9"))
    bench.server.expect_request("/old").respond_with_data(rss([old]))
    bench.catalogue(
        source("a", bench.url("/feed"), full_text=True), source("b", bench.url("/old"), full_text=True)
    )
    bench.run()
    assert {r["entry_key"] for r in bench.table("raw_page")} == {"id-4", "id-3"}
    bench.run(hours=1)
    assert len(bench.table("raw_page")) == 4


def test_what_passes_is_tried_again_three_times_an_hour_apart(bench: Bench) -> None:
    site(bench.server)
    bench.server.clear()
    bench.server.expect_request("/feed").respond_with_data(
        rss([item(1, title=TITLE, link=bench.url("/a/1"))])
    )
    bench.server.expect_request("/robots.txt").respond_with_data("", status=404)
    bench.server.expect_request("/a/1").respond_with_data("", status=500)
    bench.catalogue(source("a", bench.url("/feed"), full_text=True))
    for minutes in (0, 20, 61, 61, 61, 61):
        bench.run(minutes=minutes)
    assert [r["outcome"] for r in bench.table("raw_page")] == ["server_error"] * 3


def test_a_page_that_says_wait_silences_the_site(bench: Bench) -> None:
    site(bench.server, n=2)
    bench.server.clear()
    links = [bench.url(f"/a/{n}") for n in (1, 2)]
    feed = rss(item(n, title=TITLE, link=link) for n, link in enumerate(links, 1))
    bench.server.expect_request("/feed").respond_with_data(feed)
    bench.server.expect_request("/robots.txt").respond_with_data("")
    bench.server.expect_request("/a/2").respond_with_data("", status=429, headers={"Retry-After": "7200"})
    bench.catalogue(source("a", bench.url("/feed"), full_text=True))
    bench.run()
    assert paths(bench.server) == ["/feed", "/robots.txt", "/a/2"]
    bench.run(hours=1)
    assert paths(bench.server)[3:] == [], "neither page nor feed"
    assert bench.table("core_site")[0]["quiet_until"] == NOW + timedelta(hours=2)


def test_a_fuller_text_is_a_new_version_of_the_document_and_moves_no_date(bench: Bench) -> None:
    site(bench.server)
    bench.catalogue(source("a", bench.url("/feed"), full_text=True))
    bench.clock.set(NOW)
    bench.run()
    window = Window.day(NOW.date(), as_of=bench.clock.now() + timedelta(minutes=1))
    normalise.run(bench.store, NormaliseSettings(), window)
    first, second = sorted(bench.table("core_document"), key=lambda d: d["version"])
    assert first["text"] == "Text of item 1"
    assert SENTENCES[0] in second["text"]
    for name in ("doc_id", "first_seen_at", "counted_at", "week_on", "published_at", "is_backlog", "title"):
        assert first[name] == second[name]
    assert second["seen_at"] >= first["seen_at"]
    assert "text_from_page" in second["defects"]
    bench.run(hours=3)
    assert normalise.run(bench.store, NormaliseSettings(), window).counts.get("documents", 0) == 0
    assert len(bench.table("core_document")) == 2, "the feed's short text does not come back as an edit"


def test_an_edited_item_is_read_again(bench: Bench) -> None:
    site(bench.server)
    bench.catalogue(source("a", bench.url("/feed"), full_text=True))
    bench.run()
    bench.server.clear()
    changed = rss([item(1, title=f"{TITLE} after all", link=bench.url("/a/1"))])
    bench.server.expect_request("/feed").respond_with_data(changed)
    bench.server.expect_request("/a/1").respond_with_data(ARTICLE)
    bench.run(hours=2)
    assert paths(bench.server) == ["/feed", "/a/1"]
    assert len(bench.table("raw_entry")) == 4


class StopError(RuntimeError):
    pass


def test_a_run_that_dies_between_answer_and_commit_asks_no_page_twice(
    tmp_path: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from horizon.clock import SimulatedClock
    from horizon.collect import page_stage, stage
    from horizon.storage.store import Store

    site(httpserver, n=3)
    settings = CollectSettings(allow_hosts=(f"{httpserver.host}:{httpserver.port}",), host_delay_s=0)

    def run(moment: Any) -> None:
        with Store.open(tmp_path) as store:
            catalogue.sync(store, [source("a", httpserver.url_for("/feed"), full_text=True)])
            stage.run(store, settings, Window.day(NOW.date(), as_of=moment), clock=SimulatedClock(moment))

    def fail(*_: object) -> None:
        raise StopError

    with monkeypatch.context() as patch:
        patch.setattr(page_stage.PageKeeper, "keep", fail)
        with pytest.raises(StopError):
            run(NOW)
    assert paths(httpserver) == ["/feed", "/robots.txt", "/a/3", "/a/2", "/a/1"]
    run(NOW + timedelta(minutes=1))
    assert len(paths(httpserver)) == 5, "nothing is asked for again"
    with Store.open(tmp_path) as store:
        assert store.count("raw_page") == 3
        assert store.count("raw_entry") == 6
        assert audit_all(store) == []


def test_the_catalogue_takes_full_text_and_says_what_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.toml"
    path.write_text(
        '[[source]]\nid="a"\nname="A"\nclass="news"\nurl="https://a.example/feed"\nfull_text=true\n'
    )
    assert catalogue.load([path])[0].full_text
    monkeypatch.setattr(catalogue, "find_spec", lambda name: None)
    with pytest.raises(ConfigError, match=r"full_text.*horizon\[fulltext\]"):
        catalogue.load([path])
