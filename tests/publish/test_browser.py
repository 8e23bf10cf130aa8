"""The page in a real browser: three widths, two colour schemes, print, keyboard, accessibility, hostile text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from horizon.publish.archive import to_archive
from horizon.publish.html import to_html
from horizon.publish.records import Digest
from tests.publish.browser import WIDTHS, chromium, front_pages, n_pages, opened, violations
from tests.publish.made import digest, empty
from tests.publish.test_forms import HOSTILE

pytestmark = pytest.mark.chromium
MOST_FRONT, MOST_APPENDIX = 2, 4


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    made = {
        "full": to_html(digest()),
        "empty": to_html(empty()),
        "swedish": to_html(replace(digest(), language="sv")),
        "hostile": to_html(hostile()),
        "archive": to_archive([digest(), empty()], "en"),
    }
    for name, text in made.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in made}


def hostile() -> Digest:
    made = digest(7)
    bad = tuple(
        replace(
            item,
            label=HOSTILE[n],
            development=replace(item.development, text=HOSTILE[n] * 4),
            evidence=tuple(
                replace(e, title=HOSTILE[(n + 1) % len(HOSTILE)] * 3, url=None) for e in item.evidence
            ),
        )
        for n, item in enumerate(made.items)
    )
    return replace(made, items=bad, changes=tuple(replace(c, label="x" * 160) for c in made.changes))


@pytest.mark.parametrize("name", ["full", "empty", "hostile", "archive"])
def test_a_page_fits_its_width_asks_for_nothing_and_does_not_complain(
    browser, pages: dict[str, Path], name: str
) -> None:  # type: ignore[no-untyped-def]
    for width in WIDTHS.values():
        with opened(browser, pages[name], width=width) as seen:
            across = seen.page.evaluate("document.documentElement.scrollWidth")
            assert across <= width, f"{name} is {across} wide at {width}"
            assert seen.requests == []
            assert seen.complaints == []
            assert seen.page.evaluate("window.hacked") is None


def test_axe_would_find_what_is_wrong(browser, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    bad = tmp_path / "bad.html"
    bad.write_text(
        to_html(digest(2)).replace("--soft: #4a5866", "--soft: #d5d5d5").replace(' lang="en"', "", 1),
        encoding="utf-8",
    )
    with opened(browser, bad) as seen:
        found = " ".join(violations(seen.page))
    assert "html-has-lang" in found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["full", "empty", "swedish", "archive"])
def test_axe_finds_nothing(browser, pages: dict[str, Path], name: str, scheme: str) -> None:  # type: ignore[no-untyped-def]
    with opened(browser, pages[name], scheme=scheme) as seen:
        assert violations(seen.page) == []


@pytest.mark.parametrize("name", ["full", "empty", "swedish"])
def test_the_front_prints_on_two_pages_and_the_appendix_on_four(
    browser, pages: dict[str, Path], name: str
) -> None:  # type: ignore[no-untyped-def]
    with opened(browser, pages[name]) as seen:
        whole = n_pages(seen.page.pdf(prefer_css_page_size=True))
        front = front_pages(seen.page)
    assert 1 <= front <= MOST_FRONT
    assert 1 <= whole - front <= MOST_APPENDIX


def test_the_keyboard_alone_reaches_every_link_and_the_skip_link_works(
    browser, pages: dict[str, Path]
) -> None:  # type: ignore[no-untyped-def]
    with opened(browser, pages["full"]) as seen:
        page = seen.page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#signals"
        page.goto(pages["full"].as_uri())
        reached = set()
        n_stops = page.evaluate("document.querySelectorAll('a[href], summary, [tabindex=\"0\"]').length")
        for _ in range(n_stops + 3):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("document.activeElement.outerHTML.slice(0, 160)"))
            assert page.evaluate(
                "document.activeElement === document.body || getComputedStyle(document.activeElement).outlineStyle !== 'none'"
            ), "focus can not be seen"
        targets = page.evaluate(
            "[...document.querySelectorAll('a[href]')].map(a => a.outerHTML.slice(0, 160))"
        )
        assert set(targets) <= reached


def test_links_inside_the_page_lead_somewhere(browser, pages: dict[str, Path]) -> None:  # type: ignore[no-untyped-def]
    with opened(browser, pages["full"]) as seen:
        dead = seen.page.evaluate(
            "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.hash)"
            ".filter(h => !document.getElementById(h.slice(1)))"
        )
        assert dead == []
        seen.page.click("article#s2 dl a")
        assert seen.page.evaluate("location.hash") == "#f2"


def test_the_archive_finds_by_every_word_and_forgives_accents(browser, pages: dict[str, Path]) -> None:  # type: ignore[no-untyped-def]
    def shown(page) -> int:  # type: ignore[no-untyped-def]
        return int(
            page.evaluate("[...document.querySelectorAll('li[data-search]')].filter(r => !r.hidden).length")
        )

    with opened(browser, pages["archive"]) as seen:
        page = seen.page
        assert shown(page) == 2
        for typed, n in (
            ("natrika sodium", 1),
            ("nätrika", 1),
            ("31 signals weighed", 1),
            ("zebra", 0),
            ("", 2),
        ):
            page.fill("#q", typed)
            assert (shown(page), page.inner_text("#n")) == (n, str(n)), typed
        assert seen.complaints == [] and seen.requests == []
