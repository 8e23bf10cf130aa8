"""From a site's address to its feed: only what the page names, and only what then answers with a feed."""

import json
from pathlib import Path
from unittest.mock import AsyncMock

import pytest
from click.testing import CliRunner, Result
from pytest_httpserver import HTTPServer

from horizon.cli import cli
from horizon.clock import SimulatedClock
from horizon.collect import catalogue
from horizon.collect.discover import MAX_ASKED, Discovery, discover
from horizon.collect.sandbox import ParserProcess
from horizon.collect.sitelinks import LinksJob, NamedFeeds, named_feeds
from horizon.config import CollectSettings

from .feeds import NOW, item, rss

SITE = "https://norrby.example/news/"
FEED = rss([item(1)], head="<description>d</description>")


def named(page: str, header: str | None = None, url: str = SITE) -> list[tuple[str, str]]:
    return [(n.how, n.url) for n in named_feeds(LinksJob(body=page.encode(), url=url, link_header=header))]


@pytest.mark.parametrize(
    ("page", "header", "expected"),
    [
        ("<link rel=alternate type='application/rss+xml' href='/feed'>", None, [("head", "https://norrby.example/feed")]),
        ("<link rel='ALTERNATE home' type='application/atom+xml; charset=utf-8' href=a.atom>", None, [("head", SITE + "a.atom")]),
        ("<link rel=alternate type=application/feed+json href=f.json>", None, [("head", SITE + "f.json")]),
        ("<link rel=feed href=x>", None, [("head", SITE + "x")]),
        ("<link rel=alternate type=text/xml href=rss.xml>", None, [("head", SITE + "rss.xml")]),
        ("<base href='https://cdn.example/a/'><link rel=feed href=x>", None, [("head", "https://cdn.example/a/x")]),
        ("", '</f.xml>; rel="alternate"; type="application/rss+xml"', [("header", "https://norrby.example/f.xml")]),
        ("", "<https://a.example/x>; type=application/atom+xml; rel=alternate, </b>; rel=next", [("header", "https://a.example/x")]),
        ("<a href=/rss>Follow us</a>", None, [("link", "https://norrby.example/rss")]),
        ("<a href='/all?feed=rss2'>x</a>", None, [("link", "https://norrby.example/all?feed=rss2")]),
        ("<a href='/press.xml'>Nyhetsflöde</a>", None, [("link", "https://norrby.example/press.xml")]),
        ("<a href='/x' type='application/rss+xml'>x</a>", None, [("link", "https://norrby.example/x")]),
        # what is no feed
        ("<link rel=alternate hreflang=sv href=/sv>", None, []),
        ("<link rel=alternate type=application/json href=/wp-json/pages/2>", None, []),
        ("<link rel=stylesheet type=application/rss+xml href=/x>", None, []),
        ("<a href='/feedback'>Feedback</a><a href='/press.xml'>Map of the site</a><a href='/atomic'>Atom power</a>", None, []),
        ("<a href='javascript:rss()'>RSS</a><a href='file:///etc/rss'>RSS</a><a href='http://[bad/rss'>RSS</a>", None, []),
        ("", "</x>; rel=alternate; type=text/html", []),
        ("", None, []),
    ],
)  # fmt: skip
def test_only_what_a_page_names(page: str, header: str | None, expected: list[tuple[str, str]]) -> None:
    assert named(page, header) == expected


def test_declared_feeds_come_first_and_comments_last() -> None:
    page = (
        "<a href=/rss>RSS</a><link rel=alternate type=application/rss+xml title='Comments' href=/comments/feed>"
        "<link rel=alternate type=application/rss+xml title=News href=/feed><a href=/feed>again</a>"
    )
    assert [u.removeprefix("https://norrby.example") for _, u in named(page)] == [
        "/feed",
        "/rss",
        "/comments/feed",
    ]


def look(httpserver: HTTPServer, path: str = "/", **more: object) -> Discovery:
    settings = CollectSettings(
        allow_hosts=(f"{httpserver.host}:{httpserver.port}",), host_delay_s=0, timeout_s=1, **more
    )  # type: ignore[arg-type]
    return discover(httpserver.url_for(path), settings, SimulatedClock(NOW))


def test_an_address_that_is_a_feed_is_taken_as_it_is(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/f").respond_with_data(FEED)
    found = look(httpserver, "/f")
    assert found.best is not None
    assert (found.best.url, found.best.how, found.best.title, found.best.n_entries) == (
        httpserver.url_for("/f"),
        "given",
        "T",
        1,
    )
    assert len(httpserver.log) == 1


def test_a_proven_new_address_is_taken_only_when_the_move_is_permanent(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/f").respond_with_data(FEED)
    for status, expected in ((301, "/f"), (302, "/old")):
        httpserver.clear()
        httpserver.expect_request("/f").respond_with_data(FEED)
        httpserver.expect_request("/old").respond_with_data("", status=status, headers={"Location": "/f"})
        best = look(httpserver, "/old").best
        assert best is not None
        assert best.url == httpserver.url_for(expected)


def test_what_is_named_is_asked_before_it_is_believed(httpserver: HTTPServer) -> None:
    page = "<html><link rel=feed href=/gone><link rel=feed href=/page><link rel=feed href=/good><a href=/good>rss</a></html>"
    httpserver.expect_request("/").respond_with_data(page)
    httpserver.expect_request("/gone").respond_with_data("", status=410)
    httpserver.expect_request("/page").respond_with_data("<html><title>Subscribe</title></html>")
    httpserver.expect_request("/good").respond_with_data(FEED)
    found = look(httpserver)
    assert [f.url for f in found.found] == [httpserver.url_for("/good")]
    assert ["410" in found.rejected[0].reason, "Subscribe" in found.rejected[1].reason] == [True, True]


def test_a_page_that_can_not_be_read_is_not_one_that_names_nothing(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    httpserver.expect_request("/").respond_with_data("<html><link rel=feed href=/good>")
    stopped = NamedFeeds(outcome="parse_timeout", reason="took too long")
    monkeypatch.setattr(ParserProcess, "named_feeds", AsyncMock(return_value=stopped))
    reason = look(httpserver).reason or ""
    assert "could not be read (took too long)" in reason
    assert "names no feed" not in reason


def test_no_address_is_guessed(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data("<html><title>Norrby</title></html>")
    httpserver.expect_request("/feed").respond_with_data(FEED)
    found = look(httpserver)
    assert found.best is None
    assert "names no feed" in (found.reason or "")
    assert [r.path for r, _ in httpserver.log] == ["/"]


def test_a_page_of_endless_feeds_is_asked_for_a_few(httpserver: HTTPServer) -> None:
    page = "<html>" + "".join(f"<link rel=feed href=/{n}>" for n in range(1000))
    httpserver.expect_request("/").respond_with_data(page)
    found = look(httpserver)
    assert len(httpserver.log) == 1 + MAX_ASKED
    assert "not asked" in found.rejected[-1].reason


def test_a_site_that_says_wait_is_asked_no_more(httpserver: HTTPServer) -> None:
    page = "<html><link rel=feed href=/busy><link rel=feed href=/other><link rel=feed href=/third>"
    httpserver.expect_request("/").respond_with_data(page)
    httpserver.expect_request("/busy").respond_with_data("", status=429, headers={"Retry-After": "120"})
    httpserver.expect_request("/other").respond_with_data(FEED)
    found = look(httpserver)
    assert [r.path for r, _ in httpserver.log] == ["/", "/busy"]
    assert ["429" in r.reason for r in found.rejected] == [True] * 3
    assert found.rejected[1].reason.startswith("not asked: ")


def test_a_page_can_not_send_us_into_the_private_network(httpserver: HTTPServer) -> None:
    page = "<html><link rel=feed href='http://169.254.169.254/x'><link rel=feed href='http://127.0.0.1:1/x'>"
    httpserver.expect_request("/").respond_with_data(page)
    found = look(httpserver)
    assert found.best is None
    assert all("public" in r.reason for r in found.rejected)


def run(space: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["-w", str(space), "sources", "add", *arguments, "--class", "news"])


@pytest.fixture
def space(tmp_path: Path, httpserver: HTTPServer) -> Path:
    CliRunner().invoke(cli, ["init", str(tmp_path / "w")], catch_exceptions=False)
    (tmp_path / "w" / "horizon.toml").write_text(
        f'[collect]\nallow_hosts = ["{httpserver.host}:{httpserver.port}", "127.0.0.1:1"]\nhost_delay_s = 0\n'
    )
    return tmp_path / "w"


def added(space: Path) -> list[tuple[str, str]]:
    path = space / "sources" / "added.toml"
    return [(s.url, s.name) for s in catalogue.load([path])] if path.exists() else []


def test_the_command_adds_what_it_found_and_says_what(space: Path, httpserver: HTTPServer) -> None:
    page = "<html><link rel=feed href=/good><link rel=feed href=/more>"
    httpserver.expect_request("/").respond_with_data(page)
    httpserver.expect_request("/good").respond_with_data(FEED)
    httpserver.expect_request("/more").respond_with_data(FEED)
    result = run(space, httpserver.url_for("/"))
    assert result.exit_code == 0, result.output
    assert added(space) == [(httpserver.url_for("/good"), "T")]
    assert f"found: {httpserver.url_for('/good')} 'T', 1 entries (named in the page's head)" in result.stderr
    assert f"also found: {httpserver.url_for('/more')}" in result.stderr
    assert result.stdout.startswith("added ")


def test_the_command_for_machines(space: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/f").respond_with_data(FEED)
    told = json.loads(run(space, httpserver.url_for("/f"), "--json", "--id", "norrby", "--full-text").stdout)
    assert (told["source_id"], told["how"], told["is_asked"], told["reason"]) == (
        "norrby",
        "given",
        True,
        None,
    )
    assert told["found"][0]["n_entries"] == 1
    assert catalogue.load([space / "sources" / "added.toml"])[0].full_text


def test_a_page_without_a_feed_is_not_added_unless_told_so(space: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data("<html><title>Norrby</title></html>")
    result = run(space, httpserver.url_for("/"))
    assert result.exit_code == 1
    assert "names no feed" in result.stderr and "--as-is" in result.stderr
    assert added(space) == []
    assert run(space, httpserver.url_for("/"), "--as-is").exit_code == 0
    assert len(added(space)) == 1


def test_what_can_not_be_reached_is_taken_as_given_and_said_to_be_unproved(space: Path) -> None:
    result = run(space, "http://127.0.0.1:1/feed")
    assert result.exit_code == 0, result.output
    assert "unproved" in result.stderr
    assert added(space)[0][0] == "http://127.0.0.1:1/feed"
    again = json.loads(run(space, "http://127.0.0.1:1/other", "--json").stdout)
    assert (again["is_asked"], again["found"], bool(again["reason"])) == (False, [], True)


def test_an_answer_of_another_kind_is_added_as_that_kind(space: Path, httpserver: HTTPServer) -> None:
    answer = {"results": [{"document_number": "2026-1", "html_url": "https://x.example/d", "title": "T"}]}
    httpserver.expect_request("/api").respond_with_json(answer)
    assert run(space, httpserver.url_for("/api")).exit_code == 1
    wrong = run(space, httpserver.url_for("/api"), "--kind", "federal")
    assert wrong.exit_code == 2
    assert "federal_register" in wrong.output
    result = run(space, httpserver.url_for("/api"), "--kind", "federal_register")
    assert result.exit_code == 0, result.output
    (source,) = catalogue.load([space / "sources" / "added.toml"])
    assert source.kind == "federal_register"
