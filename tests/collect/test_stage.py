from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import pytest

from horizon.collect import stage
from horizon.collect.poll import Poll
from horizon.collect.state import OUTCOMES

from .conftest import Bench
from .feeds import NOW, item, rss, simple, source


def test_a_feed_becomes_entries_bodies_and_a_fetch_row(bench: Bench) -> None:
    bench.server.expect_request("/a").respond_with_data(
        simple(), content_type="application/rss+xml", headers={"ETag": '"1"'}
    )
    bench.catalogue(source("a", bench.url("/a")))
    report = bench.run()
    assert report.counts["n_new_entries"] == 3
    fetch = bench.last_fetch("a")
    assert (fetch["outcome"], fetch["http_status"], fetch["n_entries"], fetch["etag"]) == (
        "ok",
        200,
        3,
        '"1"',
    )
    assert bench.store.bodies.get(fetch["body_hash"]) == simple()
    entries = bench.table("raw_entry")
    assert [e["guid"] for e in entries] == ["id-1", "id-2", "id-3"]
    assert {e["fetch_id"] for e in entries} == {fetch["fetch_id"]}
    assert entries[0]["published_at"] == NOW.replace(hour=1)
    assert bench.state("a")["health"] == "healthy"


def test_the_same_window_twice_leaves_the_same_rows(bench: Bench) -> None:
    bench.server.expect_request("/a").respond_with_data(simple())
    bench.catalogue(source("a", bench.url("/a")))
    bench.run()
    before = {t: bench.table(t) for t in ("raw_fetch", "raw_entry", "core_source_state", "core_run")}
    assert bench.run().status == "skipped"
    assert before == {t: bench.table(t) for t in before}


def test_no_source_is_an_empty_report(bench: Bench) -> None:
    report = bench.run()
    assert (report.status, report.counts["n_due"], report.notes) == ("done", 0, ())


def test_an_unchanged_body_is_not_parsed_again(bench: Bench) -> None:
    bench.server.expect_request("/a").respond_with_data(simple())
    bench.catalogue(source("a", bench.url("/a")))
    bench.run()
    bench.run(days=1)
    assert bench.last_fetch("a")["outcome"] == "same_body"
    assert len(bench.table("raw_entry")) == 3


def test_validators_are_echoed_exactly(bench: Bench) -> None:
    odd = 'W/"a b\'c"'
    bench.server.expect_ordered_request("/a").respond_with_data(
        simple(), headers={"ETag": odd, "Last-Modified": "Mon, 02 Mar 2026 10:00:00 GMT"}
    )
    bench.server.expect_ordered_request(
        "/a", headers={"If-None-Match": odd, "If-Modified-Since": "Mon, 02 Mar 2026 10:00:00 GMT"}
    ).respond_with_data(status=304)
    bench.catalogue(source("a", bench.url("/a")))
    bench.run()
    bench.run(days=1)
    fetch = bench.last_fetch("a")
    assert (fetch["outcome"], fetch["is_conditional"]) == ("not_modified", True)


def test_an_edit_is_a_second_version_of_the_same_item(bench: Bench) -> None:
    bench.server.expect_ordered_request("/a").respond_with_data(rss([item(1, title="Old words")]))
    bench.server.expect_ordered_request("/a").respond_with_data(rss([item(1, title="New words")]))
    bench.catalogue(source("a", bench.url("/a")))
    bench.run()
    bench.run(days=1)
    entries = bench.table("raw_entry")
    assert [e["title"] for e in entries] == ["Old words", "New words"]
    assert len({e["entry_key"] for e in entries}) == 1
    assert len({e["entry_hash"] for e in entries}) == 2


def test_one_bad_feed_never_stops_the_run(bench: Bench) -> None:
    bench.server.expect_request("/bad").respond_with_data(
        "<html><title>Gone fishing</title></html>", content_type="text/html"
    )
    bench.server.expect_request("/good").respond_with_data(simple())
    bench.catalogue(source("bad", bench.url("/bad")), source("good", bench.url("/good")))
    report = bench.run()
    assert report.counts["n_new_entries"] == 3
    assert report.notes == ("bad: not a feed (a web page titled 'Gone fishing' instead of a feed)",)
    assert bench.state("bad")["health"] == "failing"


def test_every_outcome_of_a_row_is_from_the_fixed_set(bench: Bench) -> None:
    for status in (200, 204, 301, 400, 401, 403, 404, 410, 429, 500, 503):
        bench.server.expect_request(f"/{status}").respond_with_data("x", status=status)
    bench.catalogue(
        *(
            source(f"s{n}", bench.url(f"/{n}"))
            for n in (200, 204, 301, 400, 401, 403, 404, 410, 429, 500, 503)
        )
    )
    bench.run()
    assert {r["outcome"] for r in bench.table("raw_fetch")} <= OUTCOMES
    assert bench.last_fetch("s410")["outcome"] == "gone"
    assert bench.last_fetch("s429")["outcome"] == "rate_limited"
    assert all(r["reason"] for r in bench.table("raw_fetch"))


def test_a_path_as_body_opens_no_file(bench: Bench) -> None:
    bench.server.expect_request("/a").respond_with_data(b"/etc/passwd")
    bench.catalogue(source("a", bench.url("/a")))
    report = bench.run()
    assert bench.last_fetch("a")["outcome"] == "not_a_feed"
    assert "root:" not in str(report.notes) + str(bench.table("raw_entry"))


def test_the_delay_between_two_requests_to_a_site_follows_the_clock(bench: Bench) -> None:
    bench.settings = bench.settings.model_copy(update={"host_delay_s": 7.0})
    bench.server.expect_request("/a").respond_with_data(simple())
    bench.server.expect_request("/b").respond_with_data(simple())
    bench.catalogue(source("a", bench.url("/a")), source("b", bench.url("/b")))
    bench.run()
    first, second = sorted(r["requested_at"] for r in bench.table("raw_fetch"))
    assert second - first == timedelta(seconds=7)


def test_killed_between_groups_a_rescan_gives_the_same_tables(bench: Bench, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    for n in range(6):
        bench.server.expect_request(f"/{n}").respond_with_data(rss([item(n)]))
    sources = [source(f"s{n}", bench.url(f"/{n}")) for n in range(6)]
    whole = Bench(bench.server, settings=bench.settings)
    whole.catalogue(*sources)
    whole.run()

    from horizon.collect import stage

    bench.catalogue(*sources)
    monkeypatch.setattr(stage, "GROUP", 2)
    real, calls = stage.Keeper.keep, []

    def dying(self, polls):  # type: ignore[no-untyped-def]
        calls.append(len(polls))
        if len(calls) == 3:
            raise KeyboardInterrupt
        real(self, polls)

    monkeypatch.setattr(stage.Keeper, "keep", dying)
    with suppress(KeyboardInterrupt):
        bench.run()
    assert 0 < len(bench.table("raw_fetch")) < 6
    assert bench.table("core_run") == []
    monkeypatch.setattr(stage.Keeper, "keep", real)
    bench.run()
    for table in ("raw_fetch", "raw_entry", "core_source_state", "raw_body", "core_run"):
        drop = {"elapsed_s", "seconds", "started_at", "counts"}
        rows = [
            sorted(str({k: v for k, v in r.items() if k not in drop}) for r in b.table(table))
            for b in (bench, whole)
        ]
        assert rows[0] == rows[1], table


def test_a_dead_network_is_not_held_against_the_sources(bench: Bench) -> None:
    bench.settings = bench.settings.model_copy(
        update={"allow_hosts": tuple(f"127.0.0.1:{n}" for n in (1, 2, 3, 4))}
    )
    bench.catalogue(*(source(f"s{n}", f"http://127.0.0.1:{n}/feed") for n in (1, 2, 3)))
    report = bench.run()
    assert report.notes == ("none of 3 sources could be reached: the network here seems to be down",)
    state = bench.state("s1")
    assert (state["n_failures"], state["health"]) == (0, None)
    assert state["next_poll_at"] == NOW + timedelta(seconds=bench.settings.min_interval_s)
    assert len(bench.table("raw_fetch")) == 3, "the attempts are logged all the same"


def test_one_dead_site_is_held_against_its_source(bench: Bench) -> None:
    bench.settings = bench.settings.model_copy(
        update={"allow_hosts": (*bench.settings.allow_hosts, "127.0.0.1:1")}
    )
    bench.server.expect_request("/a").respond_with_data(simple())
    bench.catalogue(source("a", bench.url("/a")), source("b", "http://127.0.0.1:1/feed"))
    bench.run()
    assert (bench.state("b")["n_failures"], bench.state("b")["health"]) == (1, "failing")


def test_an_unchanged_feed_is_no_outage_and_a_failing_one_is(bench: Bench) -> None:
    bench.server.expect_request("/a").respond_with_data(simple())
    bench.server.expect_request("/b").respond_with_data("no", status=500)
    bench.catalogue(source("a", bench.url("/a")), source("b", bench.url("/b")))
    bench.run()
    bench.run(days=1)
    assert bench.last_fetch("a")["outcome"] == "same_body"
    since = NOW + timedelta(hours=1)
    rows = bench.store.rows(
        "signals/outages", since=since, until=since + timedelta(days=7), as_of=since + timedelta(days=7)
    )
    assert [r["source_id"] for r in rows] == ["b"]


def test_an_item_without_anything_is_kept_flagged_and_no_fault(bench: Bench) -> None:
    bench.server.expect_request("/a").respond_with_data(
        rss([item(1), "<item></item>", "<item><guid isPermaLink='false'>x</guid></item>"])
    )
    bench.catalogue(source("a", bench.url("/a")))
    assert bench.run().counts["n_new_entries"] == 3
    assert [e["defects"] for e in bench.table("raw_entry")][1:] == [["no_text", "no_id"], ["no_text"]]
    bench.store._con.execute("SET VARIABLE audited_run = NULL")
    assert bench.store.rows("audits/entries") == []


def test_the_database_is_kept_small_while_sources_are_polled(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def limit() -> str:
        return str(bench.store._con.execute("SELECT current_setting('memory_limit')").fetchall()[0][0])

    seen, before, keep = [], limit(), stage.Keeper.keep

    def watched(self: stage.Keeper, polls: Sequence[Poll]) -> None:
        seen.append(limit())
        keep(self, polls)

    monkeypatch.setattr(stage.Keeper, "keep", watched)
    bench.server.expect_request("/f").respond_with_data(simple())
    bench.catalogue(source("a", bench.url("/f")))
    bench.run()
    assert set(seen) == {"61.0 MiB"}
    assert limit() == before
    assert len(bench.table("raw_entry")) == 3
