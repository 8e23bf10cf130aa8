"""Sitemaps and list pages: what is read, what is refused, and hostile ones."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from horizon.collect import catalogue
from horizon.collect.parse import ParseJob, parse
from horizon.collect.parsed import ParsedFeed
from horizon.errors import ConfigError

URL = "https://x.example/list/"
NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://x.example/a</loc><news:news><news:publication><news:name>X</news:name><news:language>sv</news:language>
</news:publication><news:publication_date>2026-03-02T08:00:00+01:00</news:publication_date><news:title>Å &amp; Ö</news:title>
<news:keywords>energy, wind</news:keywords></news:news></url>
<url><loc>/relative</loc></url><url><lastmod>2026-03-01</lastmod></url>
<url><loc>https://x.example/b</loc><lastmod>2026-03-01</lastmod></url></urlset>"""
PAGE = """<html><head><title>News | Body</title></head><body><ul class="news">
<li><a href="/a?x=1#top">First  <b>thing</b></a><time datetime="2026-03-02">2 March</time><p>About it.</p></li>
<li><a href="https://x.example/b">Andra</a><span class="date">Publicerad 3 mars 2026</span></li>
<li>no link</li><li><a href="javascript:alert(1)">bad</a></li><li><a href="c">Tredje</a><time>soon</time></li>
</ul><a href="/menu">Menu</a></body></html>"""
RULES = {"item": "ul.news li", "date": "time, span.date", "summary": "p"}


def page(text: str | bytes, rules: dict[str, str] | None = None, **more: Any) -> ParsedFeed:
    body = text if isinstance(text, bytes) else text.encode()
    return parse(ParseJob(body=body, url=URL, kind="page", rules=json.dumps(rules or RULES), **more))


def sitemap(text: str | bytes) -> ParsedFeed:
    return parse(ParseJob(body=text if isinstance(text, bytes) else text.encode(), url=URL, kind="sitemap"))


def test_a_news_sitemap_gives_titles_dates_and_languages() -> None:
    feed = sitemap(NEWS)
    assert (feed.outcome, len(feed.entries)) == ("ok", 4)
    first, relative, nameless, plain = feed.entries
    assert (first.url, first.title, first.language, first.tags) == (
        "https://x.example/a", "Å & Ö", "sv", ("energy", "wind"),
    )  # fmt: skip
    assert str(first.published_at) == "2026-03-02 07:00:00+00:00"
    assert relative.url is None and "field_unreadable" in relative.defects
    assert nameless.url is None
    assert plain.title is None and "date_from_updated" in plain.defects
    assert len({e.entry_key for e in feed.entries}) == 4


@pytest.mark.parametrize(
    ("text", "outcome", "reason"),
    [
        ("<sitemapindex><sitemap><loc>https://x.example/s1.xml</loc></sitemap></sitemapindex>", "not_a_feed", "s1.xml"),
        ("<sitemapindex></sitemapindex>", "not_a_feed", "0 sitemaps"),
        ("<rss><channel/></rss>", "not_a_feed", "'rss'"),
        ("<html><title>Home</title></html>", "not_a_feed", "Home"),
        ("{}", "parse_failed", ""),
        ("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><urlset><url><loc>&e;</loc></url></urlset>", "ok", ""),
        ("<urlset>" + "<url><loc>https://x.example/1</loc>" * 5_000, "ok", ""),
        ("<urlset></urlset>", "ok", ""),
    ],
)  # fmt: skip
def test_what_is_no_sitemap_says_so(text: str, outcome: str, reason: str) -> None:
    feed = sitemap(text)
    assert feed.outcome == outcome
    assert reason in (feed.reason or "")
    assert "root:" not in str(feed)


def test_recorded_sitemaps(shared: Callable[[str], Path]) -> None:
    plain = sitemap(shared("feeds/sitemap/trafilatura-sitemap.xml").read_bytes())
    packed = sitemap(gzip.decompress(shared("feeds/sitemap/trafilatura-sitemap.xml.gz").read_bytes()))
    assert len(plain.entries) == len(packed.entries) == 84
    assert all(e.url and e.published_at and e.date_precision == "day" for e in plain.entries)
    listed = sitemap(shared("feeds/sitemap/trafilatura-sitemap2.xml").read_bytes())
    assert listed.outcome == "not_a_feed" and "a list of 2 sitemaps" in (listed.reason or "")


def test_a_list_page_is_read_by_its_selectors() -> None:
    feed = page(PAGE, language="sv")
    assert (feed.outcome, feed.title, feed.defects) == ("ok", "News | Body", ("items_unreadable",))
    first, second, third = feed.entries
    assert (first.url, first.title, first.summary) == ("https://x.example/a?x=1", "First thing", "About it.")
    assert (str(first.published_at), first.date_precision) == ("2026-03-02 00:00:00+00:00", "day")
    assert (second.url, str(second.published_at)[:10], second.language) == (
        "https://x.example/b",
        "2026-03-03",
        "sv",
    )
    assert third.published_at is None and third.published_raw == "soon" and "date_unreadable" in third.defects


def test_a_page_may_name_its_base_and_the_item_may_be_the_link() -> None:
    text = "<base href='/deep/'><a class='n' href='x'><h2>Title</h2></a>"
    (entry,) = page(text, {"item": "a.n", "title": "h2"}).entries
    assert (entry.url, entry.title) == ("https://x.example/deep/x", "Title")


@pytest.mark.parametrize(
    ("text", "outcome", "reason"),
    [
        ("<html><title>Rebuilt</title></html>", "not_a_feed", "'ul.news li'"),
        ("<ul class=news><li>nothing", "not_a_feed", "no link"),
        ("<html><head><title>Just a moment...</title>", "blocked", "human"),
        ("plain words", "not_a_feed", "nothing on the page"),
        ("<div>" * 100_000 + PAGE, "not_a_feed", ""),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not_a_feed", ""),
    ],
)
def test_a_page_that_fits_nothing_is_an_outage_with_a_reason(
    text: str | bytes, outcome: str, reason: str
) -> None:
    feed = page(text)
    assert feed.outcome == outcome
    assert reason in (feed.reason or "")


def test_nested_items_and_many_items_stay_bounded() -> None:
    many = "<ul class=news>" + "<li><a href=/{}>t</a>" * 30_000
    feed = page(many)
    assert len(feed.entries) == 2_000 and feed.n_left_out == 28_000
    nested = page("<div><a href=/x>t</a>" * 20_000, {"item": "div"}, max_entries=50)
    assert nested.outcome == "ok" and len(nested.entries) <= 50


def catalogue_of(tmp_path: Path, lines: str) -> Path:
    path = tmp_path / "s.toml"
    head = '[[source]]\nid = "a"\nname = "A"\nclass = "policy"\nurl = "https://x.example/"\n'
    path.write_text(head + lines, encoding="utf-8")
    return path


def test_the_catalogue_gives_the_selectors(tmp_path: Path) -> None:
    path = catalogue_of(tmp_path, 'kind = "page"\npage = { item = "li", date = "time" }\n')
    (source,) = catalogue.load([path])
    assert (source.kind, source.rules) == ("page", '{"date": "time", "item": "li"}')


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('kind = "page"\n', "needs selectors"),
        ('page = { item = "li" }\n', "only for kind 'page'"),
        ('kind = "page"\npage = { item = "li[" }\n', "no CSS selector"),
        ('kind = "page"\npage = { item = "li", titel = "a" }\n', "did you mean 'title'"),
        ('kind = "page"\npage = { link = "a" }\n', "item"),
        (f'kind = "page"\npage = {{ item = "{"a " * 300}" }}\n', "500 characters"),
    ],
)
def test_bad_selectors_are_named_when_the_catalogue_is_read(tmp_path: Path, lines: str, told: str) -> None:
    with pytest.raises(ConfigError, match=r"s\.toml") as caught:
        catalogue.load([catalogue_of(tmp_path, lines)])
    assert told in str(caught.value)
