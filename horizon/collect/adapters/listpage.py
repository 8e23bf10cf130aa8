"""A web page that lists what a body publishes -> entries, by CSS selectors that the catalogue gives. For bodies without a feed.

A page on which the selectors find nothing is an outage with a reason, never a quiet source.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urldefrag

from cssselect import HTMLTranslator, SelectorError
from lxml import etree

from horizon.collect.adapters.common import entry
from horizon.collect.dates import read_date
from horizon.collect.links import absolute
from horizon.collect.parsed import MAX_SHORT_CHARS, MAX_TEXT_CHARS, MAX_TITLE_CHARS, ParsedEntry, ParsedFeed
from horizon.collect.tree import base_of, tree_of

MAX_RULE_CHARS = 500
MAX_DEEP_DATES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRules:
    """CSS selectors: `item` within the page, the others within an item. The keys of a source's `page` table."""

    item: str
    link: str = "a[href]"
    title: str | None = None  # default the text of the link
    date: str | None = None  # its datetime attribute, else its text
    summary: str | None = None


def problem(rules: PageRules) -> str | None:
    """What is wrong with the selectors, for the author of a catalogue; None when they can be used."""
    for name in PageRules.__dataclass_fields__:
        selector = getattr(rules, name)
        if selector is None:
            continue
        if len(selector) > MAX_RULE_CHARS:
            return f"{name}: a selector of more than {MAX_RULE_CHARS} characters"
        try:
            HTMLTranslator().css_to_xpath(selector)
        except SelectorError as exc:
            return f"{name}: {selector!r} is no CSS selector ({exc})"
    return None


def parse(
    text: str, url: str, *, rules: str | None, time_zone: str | None, language: str | None, max_entries: int
) -> ParsedFeed:
    """What the rules find on a page, in its order."""
    if rules is None:
        return ParsedFeed(
            outcome="not_a_feed", reason="a source of kind 'page' needs selectors: give it a page table"
        )
    wanted = PageRules(**json.loads(rules))
    root = tree_of(text)
    if root is None:
        return ParsedFeed(outcome="parse_failed", reason="no markup readable")
    base = base_of(root, url)
    found = _selector(wanted.item)(root)
    if not found:
        return ParsedFeed(
            outcome="not_a_feed",
            reason=f"nothing on the page fits item = {wanted.item!r}: the page was rebuilt, or the selector is wrong"[
                :300
            ],
        )
    pick = {n: _selector(s) for n in ("link", "title", "date", "summary") if (s := getattr(wanted, n))}
    n_deep = 0
    entries = []
    for item in found[:max_entries]:
        made, was_deep = _entry(item, pick, base, time_zone, language if n_deep < MAX_DEEP_DATES else None)
        n_deep += was_deep
        if made is not None:
            entries.append(made)
    if not entries:
        return ParsedFeed(
            outcome="not_a_feed",
            reason=f"link = {wanted.link!r} finds no link in the first {min(len(found), max_entries)} of {len(found)} items",
        )
    n_bare = min(len(found), max_entries) - len(entries)
    titles = root.xpath("//title/text()")
    return ParsedFeed(
        version="page",
        title=_squeezed(str(titles[0]), MAX_TITLE_CHARS) if titles else None,
        language=language,
        entries=tuple(entries),
        defects=("items_unreadable",) if n_bare else (),
        n_left_out=max(0, len(found) - max_entries),
    )


def _entry(
    item: Any,
    pick: dict[str, Callable[[Any], list[Any]]],
    base: str,
    time_zone: str | None,
    language: str | None,
) -> tuple[ParsedEntry | None, bool]:
    links = pick["link"](item) or ([item] if item.get("href") else [])
    address, defects = absolute(links[0].get("href"), base) if links else (None, ())
    if address is None:
        return None, False
    title = _text_of(pick["title"](item)) if "title" in pick else _text(links[0])
    made = entry(
        guid=None, url=urldefrag(address).url, title=title, date=None,
        summary=_text_of(pick["summary"](item), MAX_TEXT_CHARS) if "summary" in pick else None,
    )  # fmt: skip
    made = replace(made, defects=(*made.defects, *defects))
    spot = pick["date"](item) if "date" in pick else []
    raw = (spot[0].get("datetime") or _text(spot[0]) or "")[:MAX_SHORT_CHARS] if spot else ""
    if not raw:
        return made, False
    date, was_deep = None, False
    # lists write a word before the day: Published 3 March 2026
    for tried in dict.fromkeys((raw, re.sub(r"^\D+", "", raw))):
        date = date or (read_date(tried, time_zone=time_zone, deep=False) if tried else None)
    if date is None and language and re.search(r"\d", raw):
        was_deep = True
        date = read_date(re.sub(r"^\D+", "", raw), time_zone=time_zone, language=language)
    if date is None:
        return replace(made, published_raw=raw, defects=(*made.defects, "date_unreadable")), was_deep
    return (
        replace(
            made, published_raw=raw, published_at=date.at, date_precision=date.precision,
            defects=(*made.defects, *date.defects),
        ),
        was_deep,
    )  # fmt: skip


def _selector(css: str) -> Callable[[Any], list[Any]]:
    find = etree.XPath(HTMLTranslator().css_to_xpath(css))

    def elements(node: Any) -> list[Any]:
        found = find(node)
        return [e for e in found if isinstance(e.tag, str)] if isinstance(found, list) else []

    return elements


def _text_of(elements: list[Any], limit: int = MAX_TITLE_CHARS) -> str | None:
    return _text(elements[0], limit) if elements else None


def _text(element: Any, limit: int = MAX_TITLE_CHARS) -> str | None:
    return _squeezed("".join(element.itertext()), limit)


def _squeezed(text: str, limit: int) -> str | None:
    return " ".join(text.split())[:limit] or None
