"""Items that fell out of the feed between two polls are fetched from its older pages, where it has any."""

from datetime import timedelta

from .conftest import Bench
from .feeds import NOW, item, rss, source

ATOM = "xmlns:atom='http://www.w3.org/2005/Atom'"


def page(first: int, last: int, older: str | None = None, rel: str = "prev-archive") -> bytes:
    link = f"<atom:link {ATOM} rel='{rel}' href='{older}'/>" if older else ""
    return rss((item(n) for n in range(last, first - 1, -1)), head=link)


def missed(bench: Bench, *pages: bytes, last: bytes) -> None:
    """A first poll of items 1 to 5, then a body without a common item, with older pages /p1, /p2, ..."""
    bench.server.expect_ordered_request("/a").respond_with_data(page(1, 5))
    bench.server.expect_ordered_request("/a").respond_with_data(last)
    for n, body in enumerate(pages, 1):
        bench.server.expect_request(f"/p{n}").respond_with_data(body)
    bench.catalogue(source("a", bench.url("/a")))
    bench.run()


def test_older_pages_are_fetched_until_they_meet_what_is_known(bench: Bench) -> None:
    missed(bench, page(10, 14, "/p2"), page(5, 9, "/p3"), page(1, 4), last=page(15, 19, "/p1"))
    report = bench.run(days=1)
    keys = {e["guid"] for e in bench.table("raw_entry")}
    assert keys == {f"id-{n}" for n in range(1, 20)}, "nothing was lost"
    assert report.counts["n_pages"] == 2, "and no page too many"
    assert "n_missed_windows" not in report.counts
    assert report.notes == ()
    fetches = [f for f in bench.table("raw_fetch") if f["requested_at"] > NOW]
    assert sorted(f["requested_url"].rsplit("/", 1)[1] for f in fetches) == ["a", "p1", "p2"]
    assert {f["n_new_entries"] for f in fetches} == {5, 4}
    by_fetch = {f["fetch_id"]: f["body_hash"] for f in fetches}
    late = [e for e in bench.table("raw_entry") if e["fetched_at"] > NOW]
    assert all(by_fetch[e["fetch_id"]] == e["body_hash"] for e in late), (
        "every entry names the page it came from"
    )
    assert all(bench.store.bodies.get(h) for h in by_fetch.values())


def test_the_next_poll_is_compared_with_the_feed_not_with_its_pages(bench: Bench) -> None:
    missed(bench, page(5, 9), last=page(10, 14, "/p1"))
    bench.run(days=1)
    bench.server.expect_request("/a").respond_with_data(page(12, 16))
    report = bench.run(days=1)
    assert report.counts["n_new_entries"] == 2
    assert "n_pages" not in report.counts


def test_a_gap_that_pages_do_not_close_is_told(bench: Bench) -> None:
    missed(bench, page(20, 24, "/nowhere", rel="next"), last=page(30, 34, "/p1", rel="next"))
    report = bench.run(days=1)
    assert report.counts["n_missed_windows"] == 1
    assert report.counts["n_pages"] == 2
    assert len(bench.table("raw_entry")) == 15


def test_pages_end(bench: Bench) -> None:
    bench.settings = bench.settings.model_copy(update={"max_pages": 3})
    many = [page(100 - 10 * n, 104 - 10 * n, f"/p{n + 1}") for n in range(1, 6)]
    missed(bench, *many, last=page(200, 204, "/p1"))
    assert bench.run(days=1).counts["n_pages"] == 3


def test_pages_in_a_circle_or_on_another_site_are_not_followed(bench: Bench) -> None:
    missed(bench, page(20, 24, "/a"), last=page(30, 34, "/p1"))
    assert bench.run(days=1).counts["n_pages"] == 1
    other = Bench(bench.server, settings=bench.settings)
    bench.server.expect_ordered_request("/b").respond_with_data(page(1, 5))
    bench.server.expect_ordered_request("/b").respond_with_data(page(30, 34, "http://198.51.100.1/p"))
    other.catalogue(source("b", bench.url("/b")))
    other.run()
    assert "n_pages" not in other.run(days=1).counts


def test_a_feed_that_overlaps_is_never_paged(bench: Bench) -> None:
    missed(bench, page(1, 2), last=page(3, 9, "/p1"))
    assert "n_pages" not in bench.run(days=1).counts


def test_pages_wait_their_turn(bench: Bench) -> None:
    bench.settings = bench.settings.model_copy(update={"host_delay_s": 7.0, "host_concurrency": 1})
    missed(bench, page(5, 9), last=page(10, 14, "/p1"))
    bench.run(days=1)
    first, second = sorted(f["requested_at"] for f in bench.table("raw_fetch") if f["requested_at"] > NOW)
    assert second - first == timedelta(seconds=7)
