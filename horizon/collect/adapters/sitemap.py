"""News sitemaps (and plain ones) -> entries. A plain sitemap names addresses and days only, so its entries have no title."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from lxml import etree

from horizon.collect.adapters.common import entry, web
from horizon.collect.parsed import ParsedEntry, ParsedFeed

MAX_FIELD_CHARS = 5_000


def parse(
    text: str, url: str, *, rules: str | None, time_zone: str | None, language: str | None, max_entries: int
) -> ParsedFeed:
    """The addresses of a sitemap, newest first by its order. A list of sitemaps is refused with the names of some."""
    del url, rules, language
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, recover=True, remove_comments=True
    )
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        return ParsedFeed(outcome="parse_failed", reason="broken XML, no address readable")
    name = _local(root)
    if name == "sitemapindex":
        named = [w for w in (web(_child(s).get("loc")) for s in _elements(root)) if w]
        return ParsedFeed(
            outcome="not_a_feed",
            reason=f"a list of {len(named)} sitemaps: name one of them as the address, such as {(named or ['none'])[0]}"[
                :300
            ],
        )
    if name != "urlset":
        return ParsedFeed(outcome="not_a_feed", reason=f"XML with the root {name[:60]!r}, not a sitemap")
    urls = [element for element in _elements(root) if _local(element) == "url"]
    problems = ("not_well_formed",) if parser.error_log else ()
    return ParsedFeed(
        version="sitemap",
        entries=tuple(_entry(u, time_zone) for u in urls[:max_entries]),
        defects=problems,
        n_left_out=max(0, len(urls) - max_entries),
    )


def _entry(element: Any, time_zone: str | None) -> ParsedEntry:
    fields = _child(element)
    news: dict[str, str] = {}
    publication: dict[str, str] = {}
    for child in _elements(element):
        if _local(child) == "news":
            news = _child(child)
            for inner in _elements(child):
                if _local(inner) == "publication":
                    publication = _child(inner)
    dated, changed = news.get("publication_date"), fields.get("lastmod")
    made = entry(
        guid=None, url=fields.get("loc"), title=news.get("title"), date=dated or changed,
        tags=[t.strip() for t in (news.get("keywords") or "").split(",")], updated=changed,
        language=publication.get("language"), time_zone=time_zone, extra={"publisher": publication.get("name")},
    )  # fmt: skip
    return _from_change(made) if changed and not dated else made


def _from_change(made: ParsedEntry) -> ParsedEntry:
    return replace(made, defects=(*made.defects, "date_from_updated"))


def _elements(parent: Any) -> Iterable[Any]:
    return (e for e in parent if isinstance(e.tag, str))


def _child(parent: Any) -> dict[str, str]:
    """Text of the children by local name; the first of a name counts."""
    found: dict[str, str] = {}
    for child in _elements(parent):
        text = (child.text or "").strip()[:MAX_FIELD_CHARS]
        if text:
            found.setdefault(_local(child), text)
    return found


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower()
