import asyncio
from datetime import datetime, timedelta

import pytest

from horizon.clock import SimulatedClock
from horizon.collect.polite import Site, site_of

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
        site = Site(clock, concurrency=3, delay_s=5)

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
        site = Site(SimulatedClock(NOW), concurrency=2, delay_s=0)

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
