"""List pages are made for people, so their site's robots.txt is asked first; feeds and APIs are not."""

from typing import Any

import pytest

from .conftest import Bench
from .feeds import simple, source

SECRET = {"response_data": "User-agent: *\nDisallow: /secret"}
RULES = '{"item": "li"}'
LIST = "<!DOCTYPE html><ul><li><a href='/1'>One</a><li><a href='/2'>Two</a></ul>"


def polled(bench: Bench, robots: dict[str, Any], **page: Any) -> dict[str, Any]:
    bench.server.expect_request("/robots.txt").respond_with_data(**robots)
    bench.server.expect_request("/news").respond_with_data(**(page or {"response_data": LIST}))
    bench.server.expect_request("/list").respond_with_data(LIST)
    bench.server.expect_request("/secret/list").respond_with_data(LIST)
    bench.catalogue(source("p", bench.url("/news"), kind="page", rules=RULES))
    bench.run()
    return bench.last_fetch("p")


def paths(bench: Bench) -> list[str]:
    return [request.path for request, _ in bench.server.log]


def leads_to(path: str) -> dict[str, Any]:
    return {"response_data": "", "status": 301, "headers": {"Location": path}}


@pytest.mark.parametrize(
    ("robots", "page", "outcome", "asked"),
    [
        (SECRET, {}, "ok", ["/robots.txt", "/news"]),
        ({"response_data": "", "status": 404}, {}, "ok", ["/robots.txt", "/news"]),
        ({"response_data": "User-agent: *\nDisallow: /"}, {}, "robots_denied", ["/robots.txt"]),
        ({"response_data": "User-agent: horizon\nDisallow: /news"}, {}, "robots_denied", ["/robots.txt"]),
        ({"response_data": "", "status": 500}, {}, "robots_unknown", ["/robots.txt"]),
        (SECRET, leads_to("/list"), "ok", ["/robots.txt", "/news", "/list"]),
        (SECRET, leads_to("/secret/list"), "robots_denied", ["/robots.txt", "/news"]),
        ({"response_data": ""}, leads_to("http://169.254.169.254/"), "refused", ["/robots.txt", "/news"]),
    ],
)  # fmt: skip
def test_robots_txt_is_asked_first(
    bench: Bench, robots: dict[str, Any], page: dict[str, Any], outcome: str, asked: list[str]
) -> None:
    fetch = polled(bench, robots, **page)
    assert fetch["outcome"] == outcome, fetch["reason"]
    assert paths(bench) == asked
    assert outcome == "ok" or fetch["reason"]
    if outcome == "robots_denied":
        assert bench.state("p")["health"] == "failing"
        assert "forbids" in bench.state("p")["health_reason"]
    (row,) = bench.table("core_robots")
    assert (row["body_hash"] is None) == (row["standing"] != "rules")
    assert (
        row["body_hash"] is None
        or bench.store.bodies.get(row["body_hash"]).decode() == robots["response_data"]
    )


def test_it_is_asked_once_a_day_and_never_for_a_feed(bench: Bench) -> None:
    bench.server.expect_request("/feed").respond_with_data(simple())
    bench.catalogue(source("f", bench.url("/feed")))
    bench.run()
    assert paths(bench) == ["/feed"]
    polled(bench, {"response_data": "User-agent: *\nCrawl-delay: 7"})
    for _ in range(5):
        bench.run(hours=3)
    assert paths(bench).count("/robots.txt") == 1
    assert paths(bench).count("/news") >= 4
    bench.run(hours=12)
    assert paths(bench).count("/robots.txt") == 2
    assert bench.table("core_robots")[0]["crawl_delay_s"] == 7


def test_what_was_forbidden_is_asked_again_after_a_day(bench: Bench) -> None:
    polled(bench, {"response_data": "User-agent: *\nDisallow: /"})
    bench.run(hours=12)
    assert paths(bench) == ["/robots.txt"]
    bench.server.clear()
    assert polled(bench, {"response_data": ""})["outcome"] == "robots_denied"
    bench.run(hours=25)
    assert bench.last_fetch("p")["outcome"] == "ok"


def test_a_site_that_is_not_there_is_unreachable(bench: Bench) -> None:
    bench.settings = bench.settings.model_copy(update={"allow_hosts": ("127.0.0.1:1",)})
    bench.catalogue(source("p", "http://127.0.0.1:1/news", kind="page", rules=RULES))
    bench.run()
    assert bench.last_fetch("p")["outcome"] == "unreachable"
    assert "robots.txt" in bench.last_fetch("p")["reason"]
