"""A page opened in Debian's Chromium: what it asked for, what it complained of, how it prints."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

WIDTHS = {"wide": 1280, "tablet": 768, "phone": 360}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser from the system's package; Playwright's own is never downloaded."""
    found = next(p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Seen:
    """A page and what happened while it was open."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@contextmanager
def opened(browser: Browser, path: Path, *, width: int = 1280, scheme: str = "light") -> Iterator[Seen]:
    """The page at a width, with everything it asked for besides itself and every complaint of the console."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    seen = Seen(page)
    page.on("request", lambda r: seen.requests.append(r.url) if r.url != path.as_uri() else None)
    page.on("console", lambda m: seen.complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: seen.complaints.append(str(e)))
    page.goto(path.as_uri())
    try:
        yield seen
    finally:
        context.close()


def violations(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA and its best practices."""
    # the page's policy forbids every script that is not its own; axe is put in by the debugger, past it
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
    return [f"{v['id']}: {v['help']} ({v['nodes'][0]['html'][:120]})" for v in results.response["violations"]]


def n_pages(pdf: bytes) -> int:
    """Number of pages of a PDF that Chromium printed."""
    return len(re.findall(rb"/Type\s*/Page(?![a-z])", pdf))


def front_pages(page: Page) -> int:
    """Pages that the front takes in print: the appendix is taken away and the rest printed."""
    page.evaluate("document.querySelector('.appendix').remove()")
    return n_pages(page.pdf(prefer_css_page_size=True))
