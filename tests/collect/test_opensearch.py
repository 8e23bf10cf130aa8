"""arXiv's API counts its results and links no next page; a query newest first can be paged back all the same."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from horizon.collect.opensearch import next_page
from horizon.collect.parse import ParseJob, parse
from horizon.collect.polite import Manners, Rules
from horizon.config import CollectSettings, SiteRule

from .conftest import Bench
from .feeds import source

API = Path(__file__).parents[3] / "shared" / "feeds" / "api"

BASE = "https://export.arxiv.org/api/query?search_query=all:testing&sortBy=submittedDate&sortOrder=descending"


def counts(total: int, start: int, size: int) -> str:
    space = 'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"'
    told = (("itemsPerPage", size), ("totalResults", total), ("startIndex", start))
    return f"<feed {space}>" + "".join(f"<opensearch:{n} {space}>{v}</opensearch:{n}>" for n, v in told)


@pytest.mark.parametrize(
    ("text", "url", "start"),
    [
        (counts(95, 0, 10), BASE, "10"),
        (counts(95, 40, 10), BASE + "&start=40", "50"),
        (counts(95, 0, 10), BASE.replace("&sortOrder=descending", ""), "10"),
        (counts(95, 90, 10), BASE + "&start=90", None),
        (counts(0, 0, 10), BASE, None),
        (counts(95, 0, 0), BASE, None),
        (counts(95, 0, 10), BASE.replace("descending", "ascending"), None),
        (counts(95, 0, 10), BASE.replace("submittedDate", "relevance"), None),
        (counts(95, 0, 10), "https://export.arxiv.org/api/query?id_list=1", None),
        (counts(95, 0, 10), "https://other.example/search?search_query=a&sortBy=submittedDate", None),
        (counts(10**13, 0, 10), BASE, None),
        ("<feed>", BASE, None),
    ],
)
def test_the_next_page(text: str, url: str, start: str | None) -> None:
    found = next_page(text, url)
    assert (parse_qs(urlsplit(found).query)["start"][0] if found else None) == start
    if found:
        assert parse_qs(urlsplit(found).query)["search_query"] == ["all:testing"]


def test_a_recorded_answer_names_its_next_page() -> None:
    files = sorted(API.glob("arxiv-q_testing_s40_m10_*.atom"))
    if not files:
        pytest.skip("no recorded answers: ../shared/feeds/api is absent")
    feed = parse(ParseJob(body=files[0].read_bytes(), url=f"{BASE}&start=40&max_results=10"))
    assert feed.outcome == "ok" and len(feed.entries) == 10
    assert feed.hints.next_url is not None and "start=50" in feed.hints.next_url


def test_a_missed_window_is_paged_back(bench: Bench) -> None:
    def answer(first: int, start: int) -> str:
        items = "".join(
            f"<entry><id>http://arxiv.org/abs/2601.{n:05d}v1</id><title>Paper {n}</title>"
            "<published>2026-02-20T00:00:00Z</published></entry>"
            for n in range(first, first - 5, -1)
        )
        return (
            counts(95, start, 5).replace("<feed", "<feed xmlns='http://www.w3.org/2005/Atom'", 1)
            + items
            + "</feed>"
        )

    query = {"search_query": "all:x", "sortBy": "submittedDate", "sortOrder": "descending"}
    bench.server.expect_ordered_request("/api/query", query_string=query).respond_with_data(answer(100, 0))
    bench.server.expect_ordered_request("/api/query", query_string=query).respond_with_data(answer(109, 0))
    bench.server.expect_ordered_request("/api/query", query_string={**query, "start": "5"}).respond_with_data(
        answer(104, 5)
    )
    url = bench.url("/api/query") + "?search_query=all:x&sortBy=submittedDate&sortOrder=descending"
    bench.catalogue(source("arxiv", url))
    bench.run()
    report = bench.run(days=1)
    assert report.counts["n_pages"] == 1
    assert "n_missed_windows" not in report.counts
    assert len({e["entry_key"] for e in bench.table("raw_entry")}) == 14
    assert bench.clock.now() - bench.last_fetch("arxiv")["requested_at"] < timedelta(hours=1)


def test_what_services_ask_of_everybody_is_known_and_settings_have_the_last_word() -> None:
    assert Rules(CollectSettings()).manners("arxiv.org") == Manners(3.0, 1)
    assert Rules(CollectSettings(host_delay_s=10)).manners("arxiv.org") == Manners(10, 1)
    assert Rules(CollectSettings()).site_of("https://export.arxiv.org/api/query?x") == "arxiv.org"
    ours = CollectSettings(sites=(SiteRule(site="arxiv.org", delay_s=4, concurrency=1, max_per_day=50),))
    assert Rules(ours).manners("arxiv.org") == Manners(4, 1, 50)
