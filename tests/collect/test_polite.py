import asyncio
from datetime import datetime, timedelta

import pytest

from horizon.clock import SimulatedClock
from horizon.collect.headers import exhausted_for_s
from horizon.collect.polite import Manners, Rules, Site, SiteMemory, site_of
from horizon.config import CollectSettings, SiteRule

from .conftest import Bench
from .feeds import NOW, simple, source


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://feeds.bbc.co.uk/x", "bbc.co.uk"),
        ("https://a.tumblr.com/rss", "tumblr.com"),
        ("https://b.tumblr.com/rss", "tumblr.com"),
        ("https://one.github.io/feed", "one.github.io"),
        ("http://127.0.0.1:8123/x", "127.0.0.1:8123"),
        ("http://localhost/x", "localhost:80"),
        ("https://[2606:4700::1111]/x", "2606:4700::1111:443"),
    ],
)
def test_which_site_an_address_belongs_to(url: str, site: str) -> None:
    assert site_of(url) == site


def test_requests_to_a_site_keep_their_distance() -> None:
    clock = SimulatedClock(NOW)
    starts: list[datetime] = []

    async def go() -> None:
        site = Site(clock, Manners(5, 3), SiteMemory(site="a"))

        async def ask() -> None:
            async with site.turn():
                starts.append(clock.now())

        await asyncio.gather(*(ask() for _ in range(6)))

    asyncio.run(go())
    assert [s - NOW for s in starts] == [timedelta(seconds=5 * k) for k in range(6)]


def test_never_more_at_once_than_allowed() -> None:
    running, most = 0, 0

    async def go() -> None:
        nonlocal running, most
        site = Site(SimulatedClock(NOW), Manners(0, 2), SiteMemory(site="a"))

        async def ask() -> None:
            nonlocal running, most
            async with site.turn():
                running += 1
                most = max(most, running)
                await asyncio.sleep(0.001)
                running -= 1

        await asyncio.gather(*(ask() for _ in range(12)))

    asyncio.run(go())
    assert most == 2


def test_a_rate_limit_silences_the_whole_site_and_is_remembered(bench: Bench) -> None:
    bench.settings = bench.settings.model_copy(update={"host_concurrency": 1})
    bench.server.expect_request("/a").respond_with_data(status=429, headers={"Retry-After": "7200"})
    bench.server.expect_request("/b").respond_with_data(simple())
    bench.catalogue(source("a", bench.url("/a")), source("b", bench.url("/b")))
    report = bench.run()
    assert (report.counts["n_rate_limited"], report.counts["n_left_alone"]) == (1, 1)
    assert [r["source_id"] for r in bench.table("raw_fetch")] == ["a"]
    assert bench.state("b")["next_poll_at"] == NOW + timedelta(hours=2)
    # another run, as after a restart: a new source of that site waits too
    bench.server.expect_request("/c").respond_with_data(simple())
    bench.catalogue(*(source(n, bench.url(f"/{n}")) for n in "abc"))
    bench.run(hours=1)
    assert {r["source_id"] for r in bench.table("raw_fetch")} == {"a"}
    bench.catalogue(*(source(n, bench.url(f"/{n}")) for n in "bc"))
    bench.run(hours=1.1)
    assert {r["source_id"] for r in bench.table("raw_fetch")} == {"a", "b", "c"}


RULES = Rules(
    CollectSettings(
        sites=(
            SiteRule(site="tumblr.com", hosts=("tmblr.co",), delay_s=10, concurrency=1),
            SiteRule(site="hub.example.org", max_per_day=3),
        )
    )
)


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://a.tumblr.com/rss", "tumblr.com"),
        ("https://x.tmblr.co/", "tumblr.com"),
        ("https://hub.example.org/route", "hub.example.org"),
        ("https://a.hub.example.org/route", "hub.example.org"),
        ("https://www.example.org/", "example.org"),
    ],
)
def test_settings_group_hosts_and_set_them_apart(url: str, site: str) -> None:
    assert RULES.site_of(url) == site


def test_a_site_of_its_own_has_its_own_manners() -> None:
    assert RULES.manners("tumblr.com") == Manners(10, 1)
    assert RULES.manners("hub.example.org") == Manners(1.0, 2, 3)
    assert RULES.manners("elsewhere.example") == Manners(1.0, 2)


def test_the_pause_holds_over_a_restart() -> None:
    clock = SimulatedClock(NOW)
    before = SiteMemory(site="a", last_asked_at=NOW - timedelta(seconds=2))

    async def go(memory: SiteMemory) -> None:
        async with Site(clock, Manners(5, 1), memory).turn():
            pass

    asyncio.run(go(before))
    assert clock.now() == NOW + timedelta(seconds=3)
    # a clock that was set back must not make us wait for hours
    asyncio.run(go(SiteMemory(site="a", last_asked_at=NOW + timedelta(days=2))))
    assert clock.now() == NOW + timedelta(seconds=3)


def test_a_days_budget_is_kept_over_runs_and_filled_at_midnight(bench: Bench) -> None:
    host = bench.url("/").split("/")[2]
    bench.settings = bench.settings.model_copy(
        update={"sites": (SiteRule(site=host, max_per_day=3, concurrency=1),)}
    )
    for n in range(5):
        bench.server.expect_request(f"/{n}").respond_with_data(simple())
    bench.catalogue(*(source(f"s{n}", bench.url(f"/{n}")) for n in range(5)))
    assert bench.run().counts["n_left_alone"] == 2
    bench.run(hours=2)
    assert len(bench.table("raw_fetch")) == 3
    bench.run(hours=11)  # past midnight
    assert len(bench.table("raw_fetch")) == 6
    (site,) = bench.table("core_site")
    assert (site["site"], site["n_asked"]) == (host, 3)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "60"}, 60),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW.timestamp()) + 90)}, 90),
        ({"ratelimit-remaining": "0.0", "ratelimit-reset": "5"}, 5),
        ({"ratelimit": '"default";r=0;t=50'}, 50),
        ({"ratelimit": '"hour";r=7;t=50,"day";r=0;t=4000'}, 4000),
        ({"ratelimit": "limit=100, remaining=0, reset=30"}, 30),
        ({"ratelimit": '"default";r=3;t=50'}, None),
        ({"x-ratelimit-remaining": "1", "x-ratelimit-reset": "60"}, None),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "soon"}, None),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "99999999"}, 7 * 86_400),
        ({}, None),
    ],
)
def test_a_used_up_budget_is_read_from_any_answer(headers: dict[str, str], seconds: float | None) -> None:
    assert exhausted_for_s(headers, NOW) == seconds


def test_a_good_answer_that_was_the_last_of_the_budget_silences_the_site(bench: Bench) -> None:
    bench.settings = bench.settings.model_copy(update={"host_concurrency": 1})
    bench.server.expect_request("/a").respond_with_data(
        simple(), headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1800"}
    )
    bench.server.expect_request("/b").respond_with_data(simple())
    bench.catalogue(source("a", bench.url("/a")), source("b", bench.url("/b")))
    report = bench.run()
    assert (report.counts["n_ok"], report.counts["n_left_alone"]) == (1, 1)
    assert bench.state("a")["health"] == "healthy"
    assert bench.state("b")["next_poll_at"] == NOW + timedelta(minutes=30)
