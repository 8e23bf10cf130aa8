import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from horizon.collect.compare import compare, marks
from horizon.collect.parse import ParseJob, parse

from .conftest import Bench
from .feeds import item, rss, simple, source

ITEMS = st.lists(
    st.tuples(st.text(min_size=1, max_size=5), st.text(max_size=8) | st.none()),
    max_size=12,
    unique_by=lambda i: i[0],
)


@given(ITEMS)
def test_a_body_compared_with_itself_has_not_changed(items: list[tuple[str, str | None]]) -> None:
    found = compare(marks(items), marks(items))
    assert (found.n_common, found.reissued, found.vanished, found.is_window_missed) == (
        len(items),
        (),
        (),
        False,
    )


@given(ITEMS, ITEMS)
def test_no_item_is_two_things_at_once(
    old: list[tuple[str, str | None]], new: list[tuple[str, str | None]]
) -> None:
    found = compare(marks(old), marks(new))
    assert found.n_common + len(found.reissued) + len(found.vanished) <= max(
        len(old), found.n_common + len(found.reissued)
    )
    assert not (found.is_window_missed and (found.n_common or found.reissued))


def test_what_scrolls_off_is_not_withdrawn() -> None:
    old = marks([(str(n), f"T{n}") for n in (5, 4, 3, 2, 1)])
    assert compare(old, marks([(str(n), f"T{n}") for n in (7, 6, 5, 4)])).vanished == ()
    withdrawn = compare(old, marks([(str(n), f"T{n}") for n in (6, 5, 3, 2, 1)]))
    assert len(withdrawn.vanished) == 1


def test_two_polls_without_a_common_item_missed_something() -> None:
    old, new = ([(str(n), f"T{n}") for n in span] for span in (range(1, 6), range(20, 26)))
    assert compare(marks(old), marks(new)).is_window_missed
    assert not compare(marks(old[:2]), marks(new)).is_window_missed


def pair(
    shared: Callable[[str], Path], first: str, second: str
) -> tuple[list[tuple[str, str | None]], list[tuple[str, str | None]]]:
    folder = shared("feeds/pairs")
    found = []
    for name in (first, second):
        path = folder / name
        if not path.exists():
            pytest.skip(f"{name} is kept aside")
        feed = parse(ParseJob(body=path.read_bytes(), url="https://x.example/feed"))
        found.append([(e.entry_key, e.title) for e in feed.entries])
    return found[0], found[1]


@pytest.mark.parametrize(
    ("first", "second", "n_reissued", "n_vanished"),
    [
        ("newsblur-google1.xml", "newsblur-google2.xml", 20, 0),
        ("newsblur-slashdot1.xml", "newsblur-slashdot2.xml", 2, 0),
        ("feeder-cowboyprogrammer_atom.xml", "feeder-cowboyprogrammer_deleted_middle_atom.xml", 0, 13),
    ],
)
def test_real_pairs(
    shared: Callable[[str], Path], first: str, second: str, n_reissued: int, n_vanished: int
) -> None:
    old, new = pair(shared, first, second)
    found = compare(marks(old), marks(new))
    assert (len(found.reissued), len(found.vanished)) == (n_reissued, n_vanished)
    assert not found.is_window_missed


def test_reissued_ids_name_the_key_an_item_had_before(bench: Bench) -> None:
    bench.server.expect_ordered_request("/a").respond_with_data(
        rss(item(n, guid=f"old-{n}") for n in range(5))
    )
    bench.server.expect_ordered_request("/a").respond_with_data(
        rss(item(n, guid=f"new-{n}") for n in range(6))
    )
    bench.catalogue(source("a", bench.url("/a")))
    bench.run()
    report = bench.run(days=1)
    assert report.counts["n_reissued_ids"] == 5
    entries = {e["guid"]: e for e in bench.table("raw_entry")}
    assert json.loads(entries["new-3"]["extra"])["alias_of"] == "old-3"
    assert "id_reissued" in entries["new-3"]["defects"]
    assert entries["new-5"]["extra"] is None
    memory = json.loads(bench.state("a")["extra"])
    assert (memory["n_ids_changed"], memory.get("n_missed_windows", 0)) == (5, 0)


def test_a_missed_window_is_told_and_the_feed_polled_sooner(bench: Bench) -> None:
    bench.server.expect_ordered_request("/a").respond_with_data(
        simple(1, 5), headers={"Cache-Control": "max-age=36000", "ETag": '"1"'}
    )
    bench.server.expect_ordered_request("/a").respond_with_data(
        simple(20, 25), headers={"Cache-Control": "max-age=36000", "ETag": '"2"'}
    )
    bench.catalogue(source("a", bench.url("/a")))
    bench.run()
    assert bench.state("a")["poll_interval_s"] == 36_000
    report = bench.run(days=1)
    assert report.counts["n_missed_windows"] == 1
    assert report.notes == ("a: no item in common with the last poll; items were probably lost in between",)
    assert bench.state("a")["poll_interval_s"] == bench.settings.min_interval_s
