from dataclasses import replace
from datetime import timedelta

from horizon.collect.moves import is_https_upgrade, moved
from horizon.collect.state import Memory, SourceState, Visit, after

from .conftest import Bench
from .feeds import NOW, item, rss, simple, source

OLD, NEW = "https://old.example/feed", "https://new.example/feed"


def visit(day: float, **more: object) -> Visit:
    return Visit(at=NOW + timedelta(days=day), outcome="ok", permanent_url=NEW, **more)  # type: ignore[arg-type]


def walk(days: list[float], *, same: bool = True) -> SourceState:
    state = SourceState(source_id="a")
    for day in days:
        state = moved(state, visit(day), state.resolved_url or OLD, is_same_feed=same)
    return state


def test_a_new_address_is_taken_over_after_seven_days_of_proof() -> None:
    assert walk([0, 3, 6.9]).resolved_url is None
    assert walk([0, 3, 7]).resolved_url == NEW
    assert walk([0, 7]).resolved_url is None, "seen twice only"


def test_another_feed_at_the_target_proves_nothing() -> None:
    assert walk([0, 3, 7, 14], same=False).resolved_url is None


def test_an_interrupted_redirect_starts_again() -> None:
    state = walk([0, 3])
    state = moved(state, replace(visit(5), permanent_url=None), OLD, is_same_feed=True)
    assert state.memory.move_to is None
    assert moved(state, visit(8), OLD, is_same_feed=True).resolved_url is None


def test_https_is_believed_at_once() -> None:
    upgrade = Visit(at=NOW, outcome="ok", permanent_url="https://www.a.example/feed/")
    assert (
        moved(SourceState(source_id="a"), upgrade, "http://a.example/feed", is_same_feed=True).resolved_url
        == upgrade.permanent_url
    )
    assert not is_https_upgrade("http://a.example/feed", "https://b.example/feed")
    assert not is_https_upgrade("https://a.example/feed", "http://a.example/feed")
    assert not is_https_upgrade("http://a.example/feed", "https://a.example/maintenance")


def test_a_404_while_a_target_is_under_proof_moves_now() -> None:
    absent = Visit(at=NOW + timedelta(days=2), outcome="http_error", http_status=404)
    assert moved(walk([0]), absent, OLD, is_same_feed=True).resolved_url == NEW
    assert moved(SourceState(source_id="a"), absent, OLD, is_same_feed=True).resolved_url is None


def test_410_retires_only_after_a_second_look() -> None:
    def gone(state: SourceState, hours: float) -> SourceState:
        look = Visit(at=NOW + timedelta(hours=hours), outcome="gone")
        return moved(after(state, look), look, OLD, is_same_feed=True)

    first = gone(SourceState(source_id="a"), 0)
    assert not first.is_retired
    assert not gone(first, 2).is_retired, "too soon"
    assert gone(first, 24).is_retired
    back = after(gone(first, 24), Visit(at=NOW + timedelta(days=9), outcome="ok"))
    assert not back.is_retired


def test_a_new_address_that_fails_is_given_up() -> None:
    state = SourceState(source_id="a", resolved_url=NEW, n_failures=3, memory=Memory())
    assert moved(state, Visit(at=NOW, outcome="timeout"), NEW, is_same_feed=True).resolved_url is None


def test_a_permanent_move_through_the_stage(bench: Bench) -> None:
    bench.server.expect_request("/old").respond_with_data(status=301, headers={"Location": "/new"})
    bench.server.expect_request("/new").respond_with_data(simple())
    bench.catalogue(source("a", bench.url("/old")))
    for _ in range(6):
        bench.run(days=2)
    fetch = bench.last_fetch("a")
    assert bench.state("a")["resolved_url"] == bench.url("/new")
    assert fetch["requested_url"] == bench.url("/new")
    assert len(bench.table("raw_entry")) == 3
    # a corrected catalogue starts afresh
    bench.server.expect_request("/other").respond_with_data(rss([item(9)]))
    bench.catalogue(source("a", bench.url("/other")))
    bench.run(days=2)
    assert bench.last_fetch("a")["requested_url"] == bench.url("/other")
    assert bench.state("a")["resolved_url"] is None


def test_a_temporary_redirect_never_moves_a_feed(bench: Bench) -> None:
    bench.server.expect_request("/old").respond_with_data(status=302, headers={"Location": "/new"})
    bench.server.expect_request("/new").respond_with_data(simple())
    bench.catalogue(source("a", bench.url("/old")))
    for _ in range(6):
        bench.run(days=3)
    assert bench.state("a")["resolved_url"] is None


def test_a_redirect_to_a_maintenance_page_never_moves_a_feed(bench: Bench) -> None:
    bench.server.expect_request("/old").respond_with_data(status=301, headers={"Location": "/soon-back"})
    bench.server.expect_request("/soon-back").respond_with_data("<html><title>Back soon</title></html>")
    bench.catalogue(source("a", bench.url("/old")))
    for _ in range(6):
        bench.run(days=3)
    assert bench.state("a")["resolved_url"] is None
    assert bench.last_fetch("a")["outcome"] == "not_a_feed"
