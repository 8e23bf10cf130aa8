"""What is learned of a source over time: whether its ids are kept, what it took back, how its health went, where it is read."""

from dataclasses import replace
from datetime import timedelta

from horizon.collect.stage import merged_sources
from horizon.collect.state import SourceState, from_row

from .conftest import Bench
from .feeds import NOW, item, rss, simple, source


def reissuing(bench: Bench, n_polls: int, *, links: bool) -> None:
    """A feed of four unchanging items that get a new id (and link) at every poll."""
    for poll in range(n_polls):
        items = (
            item(
                n,
                title=f"Title {n}",
                guid=f"{poll}-{n}",
                link=f"https://n.example/{n}{f'-{poll}' if links else ''}",
            )
            for n in range(4)
        )
        bench.server.expect_ordered_request("/a").respond_with_data(rss(items))
    bench.catalogue(source("a", bench.url("/a")))
    for _ in range(n_polls):
        bench.run(days=1)


def test_a_feed_that_keeps_changing_its_ids_is_known_by_its_links(bench: Bench) -> None:
    reissuing(bench, 7, links=False)
    state = from_row(bench.state("a"))
    assert state.memory.key_rule == "url"
    last = [e for e in bench.table("raw_entry") if "id_untrusted" in e["defects"]]
    assert {e["entry_key"] for e in last} == {f"https://n.example/{n}" for n in range(4)}
    assert len(last) == 4, "and from then on nothing looks new any more"


def test_a_feed_that_changes_its_links_too_is_known_by_its_titles(bench: Bench) -> None:
    reissuing(bench, 13, links=True)
    state = from_row(bench.state("a"))
    assert state.memory.key_rule == "title"
    latest = max(e["fetched_at"] for e in bench.table("raw_entry") if "id_untrusted" in e["defects"])
    assert {e["title"] for e in bench.table("raw_entry")} == {f"Title {n}" for n in range(4)}
    assert latest < bench.clock.now() - timedelta(days=1), "and from then on nothing looks new any more"


def test_one_mass_renaming_is_no_habit(bench: Bench) -> None:
    for guid in ("old", "new", "new", "new"):
        extra = [item(9, title=f"Extra {bench.clock.now()}", guid=f"x{len(guid)}")]
        bench.server.expect_ordered_request("/a").respond_with_data(
            rss([*(item(n, title=f"T {n}", guid=f"{guid}{n}") for n in range(5)), *extra])
        )
    bench.catalogue(source("a", bench.url("/a")))
    for _ in range(4):
        bench.run(days=1)
    assert from_row(bench.state("a")).memory.key_rule is None


def test_items_taken_back_are_noted_by_name(bench: Bench) -> None:
    bench.server.expect_ordered_request("/a").respond_with_data(simple(1, 5))
    bench.server.expect_ordered_request("/a").respond_with_data(rss(item(n) for n in (1, 2, 4, 5)))
    bench.catalogue(source("a", bench.url("/a")))
    bench.run()
    report = bench.run(days=1)
    assert report.counts["n_vanished"] == 1
    (row,) = bench.table("core_withdrawal")
    assert (row["source_id"], row["entry_key"], row["seen_at"]) == ("a", "id-3", NOW + timedelta(days=1))
    bench.run(days=1)
    assert len(bench.table("core_withdrawal")) == 1


def test_each_change_of_health_is_remembered_with_its_day(bench: Bench) -> None:
    for status in (200, 200, 410, 410, 200):
        bench.server.expect_ordered_request("/a").respond_with_data(
            simple() if status == 200 else "", status=status
        )
    bench.catalogue(source("a", bench.url("/a")))
    for _ in range(5):
        bench.run(days=2)
    history = [(r["health"], (r["changed_at"] - NOW).days) for r in bench.table("core_source_health")]
    assert history == [("healthy", 2), ("quiet", 4), ("gone", 6)]


def moved_state(source_id: str, to: str | None, days: int) -> SourceState:
    return SourceState(source_id=source_id, resolved_url=to, on_board_at=NOW - timedelta(days=days))


def test_two_sources_that_end_at_one_address_are_read_once() -> None:
    old, new = source("old", "https://a.example/1"), source("new", "https://b.example/2")
    states = {"old": moved_state("old", "https://b.example/2", 90), "new": moved_state("new", None, 10)}
    assert merged_sources([old, new], states) == {"old": "new"}
    third = source("third", "https://c.example/3")
    states["third"] = moved_state("third", "https://b.example/2", 900)
    assert merged_sources([old, new, third], states) == {"old": "new", "third": "new"}
    assert merged_sources([old, third], states) == {"old": "third"}, "the one that was there first goes on"
    assert merged_sources([old], states) == {}
    apart = {**states, "old": replace(states["old"], resolved_url=None)}
    assert merged_sources([old, new], apart) == {}


def test_a_merged_source_is_not_asked_and_says_why(bench: Bench) -> None:
    bench.server.expect_request("/new").respond_with_data(simple())
    bench.catalogue(source("old", bench.url("/old")), source("new", bench.url("/new")))
    state = replace(moved_state("old", bench.url("/new"), 90), last_success_at=NOW)
    bench.store.replace("core_source_state", [state.row()], key=("source_id",))
    assert bench.run().counts["n_merged"] == 1
    bench.run(days=1)
    assert {f["source_id"] for f in bench.table("raw_fetch")} == {"new"}
    assert bench.state("old")["health"] == "gone"
    assert "the address of new" in bench.state("old")["health_reason"]
    assert len([r for r in bench.table("core_source_health") if r["source_id"] == "old"]) == 1
