"""A whole document: what kind of feed it is, what it says of itself, its entries."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from horizon.collect.quick.element import Elements, UnusualError, address, has_rule, mended
from horizon.collect.quick.entry import Entry, Found
from horizon.collect.quick.words import CONTENTS, FEED_WANTED, INSIDE, LANGUAGES, SUMMARIES, TITLES

_PREFIX = re.compile(r"""xmlns:([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_VERSIONS = {"0.91": "rss091u", "0.92": "rss092", "0.93": "rss093", "0.94": "rss094"}
_ATOM = {"http://www.w3.org/2005/Atom": "atom10"}
_RSS10 = "http://purl.org/rss/1.0/"


def read(text: str, base: str) -> Found | None:
    """The feed as feedparser gives it (feed, entries, version), None where feedparser itself has to read it.

    text: decoded, without XML declaration. base: absolute address that relative links are joined to.
    """
    declared = _prefixes(text)
    if declared is None or "<!DOCTYPE" in text or "<!ENTITY" in text:
        return None
    try:
        root = etree.fromstring(text.encode("utf-8"), _parser())
        return _Feed(Elements(text, base, declared)).read(root)
    except (etree.LxmlError, UnicodeEncodeError, UnusualError):
        return None


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
        recover=False, strip_cdata=True,
    )  # fmt: skip


def _prefixes(text: str) -> frozenset[str] | None:
    """Namespaces that have a prefix; None for a document that uses one prefix for two, of which feedparser keeps one."""
    meant: dict[str, str] = {}
    if all(meant.setdefault(p, a or b) == (a or b) for p, a, b in _PREFIX.findall(text)):
        return frozenset(uri.lower() for uri in meant.values())
    return None


class _Feed:
    """One document in the making."""

    def __init__(self, elements: Elements) -> None:
        self._elements = elements
        # feedparser's memory of a content element lives until the end of an entry, also when it came before the entry
        self._has_content = False
        self._has_summary = False

    def read(self, root: Any) -> Found:
        """Everything of a document."""
        kind = self._elements.name(root)
        language = self._elements.language(root, None)
        feed: Found = {"links": []}
        if language and kind in ("feed", "rss"):
            feed["language"] = language.replace("_", "-")
        if kind == "feed":
            self._elements.is_atom = True
            return self._whole(feed, [root], [], self._atom_version(root), language)
        if kind not in ("rss", "rdf_rdf"):
            raise UnusualError
        channels = [c for c in root if self._elements.name(c) == "channel"]
        others = [c for c in root if self._elements.name(c) != "channel"]
        if len(channels) != 1:
            raise UnusualError
        if kind == "rss":
            return self._whole(feed, channels, others, self._rss_version(root), language)
        declared = set((root.nsmap or {}).values())
        if _RSS10 not in declared or any("2005/atom" in (u or "").lower() for u in declared):
            raise UnusualError
        return self._whole(feed, channels, others, "rss10", language)

    def _rss_version(self, root: Any) -> str:
        attributes = self._elements.attributes(root)
        if any(u == _RSS10 or "my.netscape.com" in u for u in root.nsmap.values()):
            raise UnusualError
        version = attributes.get("version", "")
        return _VERSIONS.get(version) or ("rss20" if version.startswith("2.") else "rss")

    def _atom_version(self, root: Any) -> str:
        version = _ATOM.get(root.nsmap.get(root.prefix) or "")
        others = {u for p, u in root.nsmap.items() if p != root.prefix}
        if version is None or _RSS10 in others:
            raise UnusualError
        return version

    def _whole(
        self, feed: Found, holders: list[Any], others: list[Any], version: str, language: str | None
    ) -> Found:
        entries: list[Found] = []
        n_titles = 0
        for holder in holders:
            attributes = self._elements.attributes(holder)
            if "lastmod" in attributes or "href" in attributes:
                raise UnusualError
            language = self._elements.language(holder, language)
            for child in holder:
                name = self._elements.name(child)
                if name in ("item", "entry"):
                    entries.append(self._entry(child, language))
                    continue
                n_titles += name in TITLES
                self._of_feed(child, name, feed)
        for child in others:
            name = self._elements.name(child)
            if name == "item":
                entries.append(self._entry(child, self._elements.language(child.getparent(), None)))
            elif name in ("image", "textinput"):
                self._check_image(child)
            elif has_rule(name) or len(child):
                raise UnusualError
        if n_titles > 1:
            raise UnusualError
        return {"feed": feed, "entries": entries, "version": version, "bozo": False}

    def _of_feed(self, child: Any, name: str, feed: Found) -> None:
        if name in ("image", "textinput"):
            self._check_image(child)
        elif name == "title" or name in TITLES:
            feed["title"] = self._elements.content_text(child)
        elif name in LANGUAGES:
            feed["language"] = mended(self._elements.text(child))
        elif name == "link":
            self._feed_link(child, feed)
        elif name in SUMMARIES or name in CONTENTS:
            self._has_content = self._has_content or self._has_summary or name in CONTENTS
            self._has_summary = self._has_summary or "summary" in name or name in CONTENTS
            self._elements.content_text(child)
        elif name in ("ttl", "sy_updateperiod", "sy_updatefrequency"):
            feed[name] = {} if child.attrib else mended(self._elements.text(child))
        elif name in FEED_WANTED:
            raise UnusualError
        elif len(child):
            inner = [self._elements.name(e) for e in child.iterdescendants()]
            if any(n in FEED_WANTED for n in inner):
                raise UnusualError

    def _check_image(self, image: Any) -> None:
        if any(self._elements.name(c) not in INSIDE[self._elements.name(image)] or len(c) for c in image):
            raise UnusualError

    def _feed_link(self, element: Any, feed: Found) -> None:
        attributes = self._elements.attributes(element)
        href = address(attributes)
        if href:
            feed["links"].append(
                {"rel": attributes.get("rel", "alternate"), "href": self._elements.join(href, element)}
            )
        elif len(element):
            raise UnusualError
        else:
            feed["links"].append({"rel": attributes.get("rel", "alternate")})

    def _entry(self, item: Any, language: str | None) -> Found:
        entry = Entry(self._elements, self._elements.language(item, language), has_content=self._has_content)
        if item.attrib:
            attributes = self._elements.attributes(item)
            if "lastmod" in attributes or "href" in attributes:
                raise UnusualError
            if attributes.get("rdf:about"):
                entry.found["id"] = attributes["rdf:about"]
        for child in item:
            entry.take(child, self._elements.name(child), 1, entry.language)
        self._has_content = False
        return entry.found
