"""Feeds that a web page names: in its head, in a Link header, in its own links. Pure; runs in the parser process.

Only what the page says counts. No address is made up, however usual it would be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from horizon.collect.encoding import to_text
from horizon.collect.links import absolute
from horizon.collect.parsed import clean
from horizon.collect.tree import base_of, tree_of

MAX_FOUND = 30
_FEED_TYPES = re.compile(
    r"^(?:application/(?:rss|atom|rdf|feed)\+(?:xml|json)|application/rss|text/rss)\b", re.IGNORECASE
)
_PLAIN_TYPES = re.compile(r"^(?:application|text)/(?:xml|json)\b", re.IGNORECASE)
_FEED_PATH = re.compile(
    r"(?:^|/)(?:feed|rss|atom|rdf|index\.rdf|feeds)(?:/|$)|\.(?:rss|atom|rdf)$|(?:rss|atom|feed)[\w-]*\.(?:xml|json|php|aspx)$",
    re.IGNORECASE,
)
_FEED_QUERY = re.compile(r"(?:^|&)(?:feed|format|type|output)=(?:rss|atom|feed|rss2)", re.IGNORECASE)
_FEED_WORDS = re.compile(r"\b(?:rss|atom|webbflöde|nyhetsflöde|nyhetsstrøm|feed|flöde)\b", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|kommentar", re.IGNORECASE)
_LINK_HEADER = re.compile(
    r"<([^<>\s]{1,2000})>((?:\s*;\s*[\w*-]+\s*=\s*(?:\"[^\"]{0,500}\"|[^\s,;\"]{1,500}))*)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksJob:
    """One page to look through."""

    body: bytes
    url: str
    content_type: str | None = None
    link_header: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One address that a page names as a feed; how: head, header or link."""

    url: str
    how: str
    title: str | None = None

    @property
    def is_comments(self) -> bool:
        """Whether it is the feed of readers' comments, which is no source."""
        return bool(_COMMENTS.search(f"{self.title or ''} {urlsplit(self.url).path}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFeeds:
    """All that a page names."""

    outcome: str = "ok"
    reason: str | None = None
    named: tuple[Named, ...] = ()


def named_feeds(job: LinksJob) -> tuple[Named, ...]:
    """What a page names as its feeds: declared ones first, comments last, each address once, at most MAX_FOUND."""
    text, _ = to_text(job.body, job.content_type)
    root = tree_of(text)
    base = job.url if root is None else base_of(root, job.url)
    found: dict[str, Named] = {}
    for one in (
        *(_in_head(root, base) if root is not None else ()),
        *_in_header(job.link_header or "", job.url),
        *(_in_links(root, base) if root is not None else ()),
    ):
        found.setdefault(one.url, one)
    return tuple(sorted(found.values(), key=lambda one: one.is_comments)[:MAX_FOUND])


def _in_head(root: Any, base: str) -> Iterator[Named]:
    for link in root.iter("link"):
        rel = (link.get("rel") or "").lower().split()
        kind = link.get("type") or ""
        is_feed = _FEED_TYPES.match(kind) or (
            _PLAIN_TYPES.match(kind) and _looks_like_one(link.get("href") or "", "")
        )
        address = absolute(link.get("href"), base)[0]
        if address and (("alternate" in rel and is_feed) or "feed" in rel):
            yield Named(url=address, how="head", title=clean(link.get("title"), 200))


def _in_header(header: str, url: str) -> Iterator[Named]:
    for address, parameters in _LINK_HEADER.findall(header[:20_000]):
        told = {k.lower(): (quoted or plain) for k, quoted, plain in
                re.findall(r"([\w*-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s,;\"]+))", parameters)}  # fmt: skip
        resolved = absolute(address, url)[0]
        if (
            resolved
            and "alternate" in told.get("rel", "").lower().split()
            and _FEED_TYPES.match(told.get("type", ""))
        ):
            yield Named(url=resolved, how="header", title=clean(told.get("title"), 200))


def _in_links(root: Any, base: str) -> Iterator[Named]:
    for link in root.iter("a", "area"):
        words = (
            clean(" ".join(link.itertext()), 200)
            or clean(link.get("title") or link.get("aria-label"), 200)
            or ""
        )
        address = absolute(link.get("href"), base)[0]
        kind = link.get("type") or ""
        if address and (_FEED_TYPES.match(kind) or _looks_like_one(link.get("href") or "", words)):
            yield Named(url=address, how="link", title=words or None)


def _looks_like_one(href: str, words: str) -> bool:
    """Whether a link reads like one to a feed; it is asked before it is believed."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    if _FEED_PATH.search(parts.path) or _FEED_QUERY.search(parts.query):
        return True
    return bool(_FEED_WORDS.search(words)) and parts.path.lower().endswith((".xml", ".json"))
