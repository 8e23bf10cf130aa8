"""Every named way to misbehave ends in its own outcome, with a reason, and never disturbs the other sources."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from horizon.collect.defects import DEFECTS
from horizon.collect.state import OUTCOMES
from horizon.config import CollectSettings

from .conftest import Bench
from .feeds import source
from .misbehaving import CAP, WAYS, Misbehaving


@pytest.fixture(scope="module")
def polled() -> Iterator[tuple[Bench, Misbehaving, dict[str, dict[str, Any]]]]:
    server = Misbehaving()
    settings = CollectSettings(
        allow_hosts=(server.host,), host_delay_s=0, host_concurrency=16, concurrency=64, timeout_s=0.8,
        max_body_bytes=CAP, parse_timeout_s=6,
    )  # fmt: skip
    # a site that asks for quiet silences its other feeds, so the ways that do so get a run of their own; so does the
    # feed that is too heavy to read, with a limit that no machine is quick enough to keep
    loud = [n for n, w in WAYS.items() if w.outcome not in {"rate_limited", "parse_timeout"}]
    bench = Bench(HTTPServer(), settings=settings)
    bench.catalogue(*(source(n, f"{server.base}/{n}", **WAYS[n].catalogue) for n in loud))
    bench.run()
    fetches = {r["source_id"]: r for r in bench.table("raw_fetch")}
    for name in sorted(set(WAYS) - set(loud)):
        heavy = {"parse_timeout_s": 0.3} if WAYS[name].outcome == "parse_timeout" else {}
        alone = Bench(HTTPServer(), settings=settings.model_copy(update=heavy))
        alone.catalogue(source(name, f"{server.base}/{name}"))
        alone.run()
        fetches[name] = alone.last_fetch(name)
    yield bench, server, fetches
    server.close()


def test_there_are_many_ways() -> None:
    assert len(WAYS) >= 100
    elsewhere = {
        "robots_denied",
        "robots_unknown",
    }  # test_page_robots.py: a robots.txt speaks for a whole server
    assert {w.outcome for w in WAYS.values()} == OUTCOMES - {"not_modified", "same_body"} - elsewhere


@pytest.mark.parametrize("name", sorted(WAYS))
def test_it_ends_as_told(name: str, polled: tuple[Bench, Misbehaving, dict[str, dict[str, Any]]]) -> None:
    bench, _, fetches = polled
    way, fetch = WAYS[name], fetches[name]
    assert fetch["outcome"] == way.outcome, fetch["reason"]
    if way.outcome != "ok":
        assert fetch["reason"]
        assert way.reason in fetch["reason"]
    if way.n_entries is not None:
        assert fetch["n_entries"] == way.n_entries
    if way.defect:
        entries = [e for e in bench.table("raw_entry") if e["source_id"] == name]
        assert entries
        assert all(way.defect in e["defects"] for e in entries)


def test_nothing_local_was_read(polled: tuple[Bench, Misbehaving, dict[str, dict[str, Any]]]) -> None:
    bench, _, _ = polled
    assert "root:" not in str(bench.table("raw_entry")) + str(bench.table("raw_fetch"))


def test_an_entity_bomb_stays_small(polled: tuple[Bench, Misbehaving, dict[str, dict[str, Any]]]) -> None:
    bench, _, _ = polled
    titles = [e["title"] or "" for e in bench.table("raw_entry") if e["source_id"] == "entity-bomb"]
    assert all(len(t) < 1000 for t in titles)


def test_bodies_over_the_cap_are_not_kept(
    polled: tuple[Bench, Misbehaving, dict[str, dict[str, Any]]],
) -> None:
    bench, _, fetches = polled
    assert all(f["body_hash"] is None for f in fetches.values() if f["outcome"] == "too_large")
    assert all(b["n_bytes"] <= CAP for b in bench.table("raw_body"))


def test_we_ask_politely(polled: tuple[Bench, Misbehaving, dict[str, dict[str, Any]]]) -> None:
    _, server, _ = polled
    (request,) = server.seen["gzip"]
    lines = request.decode().lower().split("\r\n")
    names = {line.split(":")[0] for line in lines[1:] if line}
    assert names == {"host", "user-agent", "accept", "accept-encoding"}
    assert "accept-encoding: gzip, deflate, br, zstd" in lines


def test_plain_http_behind_https_and_closed_ports_are_unreachable() -> None:
    server = Misbehaving()
    settings = CollectSettings(allow_hosts=(server.host, "127.0.0.1:1"), host_delay_s=0, timeout_s=2)
    bench = Bench(HTTPServer(), settings=settings)
    bench.catalogue(source("tls", f"https://{server.host}/behaves"), source("closed", "http://127.0.0.1:1/"))
    bench.run()
    assert bench.last_fetch("tls")["outcome"] == "unreachable"
    assert bench.last_fetch("closed")["outcome"] == "unreachable"
    server.close()


def test_without_the_opening_loopback_is_refused() -> None:
    server = Misbehaving()
    bench = Bench(HTTPServer(), settings=CollectSettings(host_delay_s=0, timeout_s=2))
    bench.catalogue(source("a", f"{server.base}/behaves"))
    bench.run()
    assert bench.last_fetch("a")["outcome"] == "refused"
    assert server.seen == {}
    server.close()


def test_every_defect_met_is_explained(polled: tuple[Bench, Misbehaving, dict[str, dict[str, Any]]]) -> None:
    bench, _, _ = polled
    met = {d for e in bench.table("raw_entry") for d in e["defects"]}
    assert len(met) >= 8
    assert met <= set(DEFECTS)
