"""Bytes of a web page -> the text of the item it is about. Pure; runs in the parser process, never in ours."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from horizon.collect.encoding import to_text
from horizon.collect.parse import CHALLENGE_WORDS
from horizon.collect.parsed import MAX_TEXT_CHARS, clean
from horizon.collect.repair import kind_of

MIN_TITLE_WORDS = 3  # a shorter title proves nothing about a page
MIN_SHARE = 0.5  # of the title's words that the page must hold to be the item's
_WORD = re.compile(r"\w{4,}")
_TITLE = re.compile(r"<title[^>]{0,500}>(.{0,2000}?)</title", re.DOTALL | re.IGNORECASE)
_META = re.compile(r"<meta\s[^>]{0,1000}>", re.IGNORECASE)
_HEAD_CHARS = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PageJob:
    """One page to read and what the feed said about its item."""

    body: bytes
    url: str
    content_type: str | None = None
    title: str | None = None  # of the item
    n_chars: int = 0  # of the longest text that the feed itself gives


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """The text of a page, or the reason (outcome other than ok) why it is not taken."""

    outcome: str = "ok"
    reason: str | None = None
    text: str | None = None  # paragraphs as lines


def read_page(job: PageJob) -> PageText:
    """The article on a page when it is the item's and fuller than what the feed gives; else an outcome and a plain reason."""
    markup, _ = to_text(job.body, job.content_type)
    if CHALLENGE_WORDS.search(markup[:65_536]):
        return PageText(outcome="blocked", reason="the site shows a page that asks for a human")
    if kind_of(markup) != "html":
        return PageText(
            outcome="not_a_page", reason=f"no web page ({clean(job.content_type, 80) or 'type not told'})"
        )
    if is_reserved_in(markup):
        return PageText(outcome="reserved", reason="the page reserves text mining (tdm-reservation)")
    text = _article(markup)
    named = _TITLE.search(markup[:_HEAD_CHARS])
    if text and not is_about(job.title, f"{html.unescape(named[1]) if named else ''}\n{text}"):
        return PageText(outcome="other_page", reason="the page does not hold the title of the item")
    text = _without_title(text, job.title)
    if text is None or len(text) <= job.n_chars:
        n = len(text or "")
        return PageText(
            outcome="no_text", reason=f"no fuller text: {n} characters, the feed gives {job.n_chars}"
        )
    return PageText(text=text)


def _article(markup: str) -> str | None:
    from trafilatura import extract  # slow to load, and only needed where a source asks for full text

    found = extract(markup, include_comments=False, include_tables=True, deduplicate=False)
    return clean(found, MAX_TEXT_CHARS)


def _without_title(text: str | None, title: str | None) -> str | None:
    """The text without the headline that stands over it on the page; the entry has it already."""
    first, _, rest = (text or "").partition("\n")
    is_title = " ".join(first.split()).casefold() == " ".join((title or "").split()).casefold()
    return clean(rest) if is_title else text


def is_about(title: str | None, text: str) -> bool:
    """Whether a page holds the words of an item's title: a front page or a wall of consent does not."""
    wanted = set(_WORD.findall((title or "").casefold()))
    if len(wanted) < MIN_TITLE_WORDS:
        return True
    return len(wanted & set(_WORD.findall(text.casefold()))) >= MIN_SHARE * len(wanted)


def is_reserved_in(markup: str) -> bool:
    """Whether a page says in its head that text and data mining is reserved (TDM Reservation Protocol)."""
    for tag in _META.findall(markup[:_HEAD_CHARS]):
        told = dict(re.findall(r"(name|content)\s*=\s*[\"']?([\w-]+)", tag.lower()))
        if told.get("name") == "tdm-reservation" and told.get("content") == "1":
            return True
    return False


def as_markup(text: str) -> str:
    """Plain paragraphs as the HTML that a feed would carry, so that later stages read both alike."""
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in text.splitlines() if line.strip())
