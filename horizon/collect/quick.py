"""A fast reader of well-formed RSS, RDF and Atom that says exactly what feedparser would say, or nothing at all.

feedparser is tolerant and slow: most of its time goes into bookkeeping for cases that hardly any feed has. Here lxml builds the
tree and the common cases are mapped as feedparser maps them; at the first thing that is not one of them (a DTD, an element that
feedparser treats in a way of its own) `read` gives None and feedparser does the work. So speed is the
only difference, which tests/collect/test_quick.py holds over the real corpus and over generated feeds.

Only the fields that parse.py reads are made. Dates are left as text; parse.py asks feedparser where its own readers fail.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from typing import Any
from urllib.parse import urljoin
from xml.sax.saxutils import escape

from lxml import etree

from horizon.collect.links import PLAIN_URL

Found = dict[str, Any]

_XML = "{http://www.w3.org/XML/1998/namespace}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_BASE = re.compile(
    r"base\s*="
)  # "database=" too: a \b in front would take twenty times as long, and it is only a hint
_PREFIX = re.compile(r"""xmlns:([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_C1 = re.compile("[\x80-\x9f]")
_WINDOWS = {
    n: bytes([n]).decode("cp1252") for n in range(0x80, 0xA0) if n not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_DOUBLE_SLASH = re.compile(r"^([A-Za-z][A-Za-z0-9+-.]*://)(/*)(.*?)")
_VERSIONS = {"0.91": "rss091u", "0.92": "rss092", "0.93": "rss093", "0.94": "rss094"}
_ATOM = {"http://www.w3.org/2005/Atom": "atom10"}
_RSS10 = "http://purl.org/rss/1.0/"

# What an element of an entry is to feedparser. Names are its own: mapped prefix, underscore, local name, lower case.
_DATES = {"pubdate": "published", "published": "published", "issued": "published", "dcterms_issued": "published",
          "updated": "updated", "modified": "updated", "lastbuilddate": "updated", "dc_date": "updated",
          "dcterms_modified": "updated", "created": "created", "dcterms_created": "created"}  # fmt: skip
_TITLES = {"title", "dc_title", "media_title"}
_SUMMARIES = {"description": "text/html", "dc_description": "text/html", "media_description": "text/html",
              "summary": "text/plain", "itunes_summary": "text/plain"}  # fmt: skip
_CONTENTS = {"content": "text/plain", "content_encoded": "text/html", "fullitem": "text/html"}
_AUTHORS = {"author", "dc_author", "dc_creator", "itunes_author", "managingeditor"}
_TAGS = {"category", "keywords", "dc_subject", "media_category"}
_TAG_LISTS = {"media_keywords", "itunes_keywords"}
_TRANSPARENT = {"media_group", "media_content"}
_PLAIN = {
    "prism_doi",
    "arxiv_doi",
    "dc_identifier",
    "prism_publicationname",
    "arxiv_comment",
    "comments",
    "slash_comments",
}
_LANGUAGES = {"language", "dc_language"}
# handled by feedparser, but into fields that parse.py does not read
_IGNORED = {"rights", "copyright", "dc_rights", "generator", "cloud", "webmaster", "dc_publisher", "dc_contributor",
            "contributor", "itunes_image", "itunes_explicit", "itunes_block", "itunes_owner", "itunes_subtitle", "subtitle",
            "tagline", "media_credit", "media_thumbnail", "media_player", "media_license", "media_restriction",
            "media_rating", "expirationdate", "dcterms_valid", "url"}  # fmt: skip
_PLACES = ("georss_", "gml_", "psc_")
_TEXT_TYPES = {"text", "html", "plain", "text/html", "text/plain"}
_MARKUP_TYPES = {"xhtml", "application/xhtml+xml"}
_XLINK = "http://www.w3.org/1999/xlink"  # its declarations go into the markup
_FEED_WANTED = {"title", "dc_title", "media_title", "language", "dc_language", "link", "ttl", "sy_updateperiod",
                "sy_updatefrequency", "item", "entry", "channel", "feed", "image", "textinput", "source",
                "newlocation"}  # fmt: skip
_INSIDE = {"image": {"title", "link", "description", "url", "href", "width", "height"},
           "textinput": {"title", "link", "description", "name"}}  # fmt: skip


_IMAGE_PARTS = {"title", "link", "url", "width", "height"}
_PAGE_TYPES = {"text/html", "html", "xhtml", "application/xhtml+xml"}
_PEOPLE = {"author", "contributor"}
_OF_PERSON = {"name", "email", "uri", "url"}
# of the feed that an entry was taken from: kept with it, and not read
_OF_SOURCE = {"updated", "published", "subtitle", "rights", "generator", "icon", "logo", "category"}


class _UnusualError(Exception):
    """Something feedparser has a rule of its own for."""


def read(text: str, base: str) -> Found | None:
    """The feed as feedparser gives it (feed, entries, version), None where feedparser itself has to read it.

    text: decoded, without XML declaration. base: absolute address that relative links are joined to.
    """
    declared = _prefixes(text)
    if declared is None or "<!DOCTYPE" in text or "<!ENTITY" in text:
        return None
    try:
        root = etree.fromstring(text.encode("utf-8"), _parser())
        return _Reader(base, has_bases=bool(_BASE.search(text)), declared=declared).feed(root)
    except (etree.LxmlError, UnicodeEncodeError, _UnusualError):
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


@cache
def _namespaces() -> dict[str, str]:
    from feedparser.mixin import _FeedParserMixin

    return {uri.lower(): prefix for uri, prefix in _FeedParserMixin.namespaces.items()}


@cache
def _has_rule(name: str) -> bool:
    """Whether feedparser does anything for an element other than keeping its text under its name."""
    from feedparser.api import StrictFeedParser

    return hasattr(StrictFeedParser, f"_start_{name}") or hasattr(StrictFeedParser, f"_end_{name}")


def _mended(text: str) -> str:
    """What feedparser makes of every text: UTF-8 read as Latin-1 is put right, C1 controls are read as Windows-1252."""
    if text.isascii():
        return text
    with suppress(UnicodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return text.translate(_WINDOWS) if _C1.search(text) else text


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, _DOUBLE_SLASH.sub(r"\1\3", link))
    except ValueError:
        return ""


def _safe(base: str, own: str) -> str:
    """The base after an xml:base; one with a scheme that is no place on the web is left out."""
    from feedparser.urls import make_safe_absolute_uri

    return make_safe_absolute_uri(base, own) or base


class _Reader:
    """One document."""

    def __init__(self, base: str, *, has_bases: bool, declared: frozenset[str]) -> None:
        self._base, self._has_bases, self._declared = base, has_bases, declared
        self._names: dict[str, str] = {}
        self._is_atom = False
        # feedparser's memory of a content element lives until the end of an entry, also when it came before the entry
        self.has_content = False
        self._has_summary = False

    # ---------------------------------------------------------------- names and texts

    def _name(self, element: Any) -> str:
        tag = element.tag
        name = self._names.get(tag)
        if name is None:
            name = self._named(element, tag)
        return name

    def _named(self, element: Any, tag: str) -> str:
        namespace, _, local = tag.rpartition("}")
        namespace = namespace[1:].lower()
        if "backend.userland.com/rss" in namespace:
            prefix: str | None = ""
        else:
            prefix = _namespaces().get(namespace)
        if prefix is None:
            prefix = (element.prefix or "").lower()
            if namespace and not prefix and namespace in self._declared:
                raise _UnusualError  # takes the prefix that the namespace has elsewhere
        name = (f"{prefix.lower()}_{local}" if prefix else local).lower()
        if ":" in name:
            raise _UnusualError
        self._names[tag] = name
        return name

    def _attributes(self, element: Any) -> dict[str, str]:
        found: dict[str, str] = {}
        for key, value in element.items():
            name = key
            if key[:1] == "{":
                namespace, _, name = key[1:].partition("}")
                prefix = _namespaces().get(namespace.lower(), "")
                name = f"{prefix}:{name}" if prefix else name
            name = name.lower()
            found[name] = value.lower() if name in ("rel", "type") else value
        return found

    def _text(self, element: Any) -> str:
        """The text of an element that holds nothing else."""
        if len(element):
            raise _UnusualError
        return (element.text or "").strip()

    def _join(self, link: str, element: Any) -> str:
        if PLAIN_URL.fullmatch(link):
            return link
        base = self._base
        if self._has_bases:
            for holder in [*reversed(list(element.iterancestors())), element]:
                own = holder.get(_XML + "base") or holder.get("base")
                base = _safe(base, own) if own else base
        return _joined(base, link)

    def _language(self, element: Any, inherited: str | None) -> str | None:
        if not element.attrib:
            return inherited
        own = element.get(_XML + "lang")
        if own is None:
            own = element.get("lang")
        return inherited if own is None else own or None

    # ---------------------------------------------------------------- the feed

    def feed(self, root: Any) -> Found:
        """Everything of a document."""
        kind = self._name(root)
        language = self._language(root, None)
        feed: Found = {"links": []}
        if language and kind in ("feed", "rss"):
            feed["language"] = language.replace("_", "-")
        if kind == "feed":
            self._is_atom = True
            return self._whole(feed, [root], [], self._atom_version(root), language)
        if kind not in ("rss", "rdf_rdf"):
            raise _UnusualError
        channels = [c for c in root if self._name(c) == "channel"]
        others = [c for c in root if self._name(c) != "channel"]
        if len(channels) != 1:
            raise _UnusualError
        if kind == "rss":
            return self._whole(feed, channels, others, self._rss_version(root), language)
        declared = set((root.nsmap or {}).values())
        if _RSS10 not in declared or any("2005/atom" in (u or "").lower() for u in declared):
            raise _UnusualError
        return self._whole(feed, channels, others, "rss10", language)

    def _rss_version(self, root: Any) -> str:
        attributes = self._attributes(root)
        if any(u == _RSS10 or "my.netscape.com" in u for u in root.nsmap.values()):
            raise _UnusualError
        version = attributes.get("version", "")
        return _VERSIONS.get(version) or ("rss20" if version.startswith("2.") else "rss")

    def _atom_version(self, root: Any) -> str:
        version = _ATOM.get(root.nsmap.get(root.prefix) or "")
        others = {u for p, u in root.nsmap.items() if p != root.prefix}
        if version is None or _RSS10 in others:
            raise _UnusualError
        return version

    def _whole(
        self, feed: Found, holders: list[Any], others: list[Any], version: str, language: str | None
    ) -> Found:
        entries: list[Found] = []
        n_titles = 0
        for holder in holders:
            attributes = self._attributes(holder)
            if "lastmod" in attributes or "href" in attributes:
                raise _UnusualError
            language = self._language(holder, language)
            for child in holder:
                name = self._name(child)
                if name in ("item", "entry"):
                    entries.append(self._entry(child, language))
                    continue
                n_titles += name in _TITLES
                self._of_feed(child, name, feed)
        for child in others:
            name = self._name(child)
            if name == "item":
                entries.append(self._entry(child, self._language(child.getparent(), None)))
            elif name in ("image", "textinput"):
                self._check_image(child)
            elif _has_rule(name) or len(child):
                raise _UnusualError
        if n_titles > 1:
            raise _UnusualError
        return {"feed": feed, "entries": entries, "version": version, "bozo": False}

    def _of_feed(self, child: Any, name: str, feed: Found) -> None:
        if name in ("image", "textinput"):
            self._check_image(child)
        elif name == "title" or name in _TITLES:
            feed["title"] = self._content_text(child)
        elif name in _LANGUAGES:
            feed["language"] = _mended(self._text(child))
        elif name == "link":
            self._feed_link(child, feed)
        elif name in _SUMMARIES or name in _CONTENTS:
            self.has_content = self.has_content or self._has_summary or name in _CONTENTS
            self._has_summary = self._has_summary or "summary" in name or name in _CONTENTS
            self._content_text(child)
        elif name in ("ttl", "sy_updateperiod", "sy_updatefrequency"):
            feed[name] = {} if child.attrib else _mended(self._text(child))
        elif name in _FEED_WANTED:
            raise _UnusualError
        elif len(child):
            inner = [self._name(e) for e in child.iterdescendants()]
            if any(n in _FEED_WANTED for n in inner):
                raise _UnusualError

    def _check_image(self, image: Any) -> None:
        if any(self._name(c) not in _INSIDE[self._name(image)] or len(c) for c in image):
            raise _UnusualError

    def _feed_link(self, element: Any, feed: Found) -> None:
        attributes = self._attributes(element)
        href = self._href(attributes)
        if href:
            feed["links"].append(
                {"rel": attributes.get("rel", "alternate"), "href": self._join(href, element)}
            )
        elif len(element):
            raise _UnusualError
        else:
            feed["links"].append({"rel": attributes.get("rel", "alternate")})

    @staticmethod
    def _href(attributes: dict[str, str]) -> str | None:
        return attributes.get("url", attributes.get("uri", attributes.get("href")))

    # ---------------------------------------------------------------- an entry

    def _entry(self, item: Any, language: str | None) -> Found:
        entry = _Entry(self, self._language(item, language))
        if item.attrib:
            attributes = self._attributes(item)
            if "lastmod" in attributes or "href" in attributes:
                raise _UnusualError
            if attributes.get("rdf:about"):
                entry.found["id"] = attributes["rdf:about"]
        for child in item:
            entry.take(child, self._name(child), 1, entry.language)
        self.has_content = False
        return entry.found

    def _content_text(self, element: Any, default: str = "text/plain") -> str:
        """Text of a title, summary or content: plain, escaped, or with markup in it, which is written out."""
        kind = default
        if element.attrib:
            attributes = self._attributes(element)
            kind = attributes.get("type", default)
            if "mode" in attributes or kind not in _TEXT_TYPES | _MARKUP_TYPES:
                raise _UnusualError
        if kind in _TEXT_TYPES and not len(element):
            return _mended((element.text or "").strip())
        pieces = self._markup(element, is_xhtml=kind in _MARKUP_TYPES)
        return _mended("".join(_unwrapped(pieces) if self._is_atom else pieces).strip())

    def _markup(self, element: Any, *, is_xhtml: bool) -> list[str]:
        """Tags and texts of an element, as feedparser writes them."""
        head = element.text or ""
        if not is_xhtml and ("<" in head or _local(element[0]) == "div"):
            raise _UnusualError  # it counts levels otherwise from here on
        pieces = [escape(head) if is_xhtml else head]
        for child in element:
            self._write(child, pieces)
        return pieces

    def _write(self, element: Any, pieces: list[str]) -> None:
        local = _local(element)
        if local in ("svg", "math") or _has_rule(self._name(element)) or _XLINK in self._declared:
            raise _UnusualError
        written: dict[str, str] = {}
        for key, value in element.items():
            if key[:1] == "{" and not key.startswith(_XML):
                raise _UnusualError
            name = key.replace(_XML, "xml:").lower()
            written[name] = value.lower() if name in ("rel", "type") else value
        attributes = "".join(f' {name}="{escape(value, _QUOTE)}"' for name, value in written.items())
        pieces.append(f"<{local}{attributes}>")
        if element.text:
            pieces.append(escape(element.text))
        for child in element:
            self._write(child, pieces)
        pieces.append(f"</{local}>")
        if element.tail:
            pieces.append(escape(element.tail))


_QUOTE = {'"': "&quot;"}


def _local(element: Any) -> str:
    """Name of an element without its namespace, in lower case."""
    return str(element.tag).rpartition("}")[2].lower()


def _unwrapped(pieces: list[str]) -> list[str]:
    """Without the one <div> that Atom puts around markup."""
    pieces = list(pieces)
    while len(pieces) > 1 and not pieces[-1].strip():
        del pieces[-1]
    while len(pieces) > 1 and not pieces[0].strip():
        del pieces[0]
    if not (pieces[0] == "<div>" or pieces[0].startswith("<div ")) or pieces[-1] != "</div>":
        return pieces
    depth = 0
    for piece in pieces[:-1]:
        if piece.startswith("</"):
            depth -= 1
            if depth == 0:
                return pieces
        elif piece.startswith("<") and not piece.endswith("/>"):
            depth += 1
    return pieces[1:-1]


class _Entry:
    """One entry in the making, with the state feedparser keeps for it."""

    def __init__(self, reader: _Reader, language: str | None) -> None:
        self._reader = reader
        self.language = language
        self.found: Found = {}
        self._depths: dict[str, int] = {}
        self._has_content = reader.has_content
        self._title_depth = -1
        self._is_id_link = False

    def take(self, element: Any, name: str, depth: int, language: str | None) -> None:
        """One element of the entry, in the order of the document."""
        reader = self._reader
        if name in _DATES:
            self._put(_DATES[name], _mended(reader._text(element)), depth)
        elif name in _TITLES:
            self._title(element, name, depth, language)
        elif name == "link":
            self._link(element)
        elif name in _SUMMARIES:
            self._summary(element, name, depth, language)
        elif name in ("guid", "id"):
            self._id(element, depth)
        elif name in _AUTHORS:
            self._author(element, depth, language)
        elif name in _TAGS:
            self._tag(element, name)
        elif name in _CONTENTS:
            self._content(element, _CONTENTS[name])
        elif name in _TAG_LISTS:
            self._tag_list(element, name)
        elif name == "enclosure":
            self._enclosure(element)
        elif name in _PLAIN:
            self._plain(element, name, depth)
        elif name in _TRANSPARENT:
            inner = reader._language(element, language)
            for child in element:
                reached = reader._name(child)
                if not reached.startswith("media_"):
                    raise _UnusualError
                self.take(child, reached, depth + 1, inner)
        elif name == "source":
            self._source(element)
        elif name in _LANGUAGES:
            self._put("language", _mended(reader._text(element)), depth)
        elif name == "image":
            self._image(element, language)
        elif name in _IGNORED or name.startswith(_PLACES):
            self._pass_over(element)
        elif _has_rule(name):
            raise _UnusualError(name)
        elif len(element):
            # a box that means nothing: what is in it counts, one level down
            inner = reader._language(element, language)
            for child in element:
                reached = reader._name(child)
                if reached == "source":  # its title would stand as deep as the box's own
                    raise _UnusualError(reached)
                self.take(child, reached, depth + 1, inner)

    def _pass_over(self, element: Any) -> None:
        """An element without meaning here; what is in it must have none either."""
        of_person = self._reader._name(element) in ("contributor", "itunes_owner")
        for inner in element.iterdescendants():
            name = self._reader._name(inner)
            if of_person and name in ("name", "email", "uri", "url"):
                continue
            if name in _PLAIN or (_has_rule(name) and not name.startswith(_PLACES)):
                raise _UnusualError(name)

    def _put(self, key: str, value: Any, depth: int) -> None:
        before = self._depths.get(key)
        if before is None or depth <= before:
            self._depths[key] = depth
            self.found[key] = value

    def _plain(self, element: Any, name: str, depth: int) -> None:
        if element.attrib:
            self.found[name] = {}
            return
        value = self._reader._text(element)
        if name == "comments" and value:
            value = self._reader._join(value, element)
        self._put(name, _mended(value), depth)

    def _title(self, element: Any, name: str, depth: int, language: str | None) -> None:
        value = self._reader._content_text(element)
        if not (-1 < self._title_depth <= depth):
            self._put("title", value, depth)
            self.found["title_detail"] = {"language": self._lang(element, language)}
        if value and name != "media_title":
            self._title_depth = depth

    def _lang(self, element: Any, language: str | None) -> str | None:
        found = self._reader._language(element, language)
        return found.replace("_", "-") if found else found

    def _summary(self, element: Any, name: str, depth: int, language: str | None) -> None:
        if "summary" in self.found and not self._has_content:
            self._content(element, "text/plain")
            return
        value = self._reader._content_text(element, _SUMMARIES[name])
        self._put("summary", value, depth)
        self.found["summary_detail"] = {"language": self._lang(element, language)}

    def _content(self, element: Any, default: str) -> None:
        self._has_content = True
        value = self._reader._content_text(element, default)
        self.found.setdefault("content", []).append({"value": value})
        self.found.setdefault("summary", value)

    def _id(self, element: Any, depth: int) -> None:
        is_link = self._reader._attributes(element).get("ispermalink", "true") == "true"
        value = self._reader._text(element)
        if is_link and value:
            value = self._reader._join(value, element)
        value = _mended(value)
        self._put("id", value, depth)
        self.found.setdefault("guidislink", is_link and "link" not in self.found)
        if is_link:
            self.found.setdefault("link", value)

    def _link(self, element: Any) -> None:
        attributes = self._reader._attributes(element)
        rel = attributes.setdefault("rel", "alternate")
        attributes.setdefault("type", "application/atom+xml" if rel == "self" else "text/html")
        href = self._reader._href(attributes)
        links = self.found.setdefault("links", [])
        link = {"rel": rel, "type": attributes["type"]}
        links.append(link)
        if href:
            link["href"] = self._reader._join(href, element)
        elif any(k in attributes for k in ("url", "uri", "href")):
            raise _UnusualError  # an empty address is a rule of its own
        if "href" in link:
            if rel == "alternate" and attributes["type"] in _PAGE_TYPES:
                self.found["link"] = link["href"]
            if len(element):
                raise _UnusualError
            return
        value = self._reader._text(element)
        value = _mended(self._reader._join(value, element) if value else value)
        if "&" in value:
            value = re.sub("&([A-Za-z0-9_]+);", r"&\g<1>", value.replace("&amp;", "&"))
        self.found["link"] = value
        if value:
            link["href"] = value

    def _enclosure(self, element: Any) -> None:
        if len(element):
            raise _UnusualError
        attributes = self._reader._attributes(element)
        link = {"rel": "enclosure"}
        href = self._reader._href(attributes)
        if href:
            link["href"] = href
        if "type" in attributes:
            link["type"] = attributes["type"]
        self.found.setdefault("links", []).append(link)

    def _author(self, element: Any, depth: int, language: str | None) -> None:
        reader = self._reader
        inner = reader._language(element, language)
        if not len(element):
            self._put("author", _mended(reader._text(element)), depth)
            return
        detail: dict[str, str] = {}
        for child in element:
            name = reader._name(child)
            if name in ("name", "email"):
                detail[name] = reader._text(child)
            elif name in ("uri", "url", "homepage"):
                reader._text(child)
            elif name in _TITLES:
                self._title(child, name, depth + 1, inner)
            elif _has_rule(name) or len(child):
                raise _UnusualError
        called, email = detail.get("name"), detail.get("email")
        before = self.found.get("author", "")
        if "@" in before or (before and not (called or email)):
            raise _UnusualError  # the person before is read again, as a text
        self._put("author", "", depth)
        if called or email:
            self.found["author"] = f"{called} ({email})" if called and email else called or email

    def _add_tag(self, term: str | None, scheme: str | None, label: str | None) -> None:
        tags = self.found.setdefault("tags", [])
        value = {"term": term, "scheme": scheme, "label": label}
        if (term or scheme or label) and value not in tags:
            tags.append(value)

    def _tag(self, element: Any, name: str) -> None:
        attributes = self._reader._attributes(element)
        if name == "media_category":
            attributes.setdefault("scheme", "http://search.yahoo.com/mrss/category_schema")
        self._add_tag(
            attributes.get("term"),
            attributes.get("scheme", attributes.get("domain")),
            attributes.get("label"),
        )
        value = _mended(self._reader._text(element))
        if not value:
            return
        tags = self.found["tags"]
        if tags and not tags[-1]["term"]:
            tags[-1]["term"] = value
        else:
            self._add_tag(value, None, None)

    def _tag_list(self, element: Any, name: str) -> None:
        if element.attrib:
            raise _UnusualError
        scheme = "http://www.itunes.com/" if name == "itunes_keywords" else None
        for term in _mended(self._reader._text(element)).split(","):
            if term.strip():
                self._add_tag(term.strip(), scheme, None)

    def _image(self, element: Any, language: str | None) -> None:
        """A picture; its title is the entry's where that has none."""
        self._title_depth = -1
        for child in element:
            name = self._reader._name(child)
            if name not in _IMAGE_PARTS or len(child) or (name == "link" and child.attrib):
                raise _UnusualError(name)
            if name == "title":
                self._title(child, name, 2, self._reader._language(element, language))

    def _source(self, element: Any) -> None:
        if len(element):
            self._nested_source(element)
            return
        url = self._reader._attributes(element).get("url")
        value = _mended(self._reader._text(element))
        source: dict[str, str | None] = {"href": url, "title": value}
        self.found["source"] = {k: v for k, v in source.items() if v is not None and v != ""}
        self._title_depth = -1

    def _nested_source(self, element: Any) -> None:
        """The feed that an entry was taken from, told in elements, as aggregators do."""
        reader = self._reader
        url = reader._attributes(element).get("url")
        source: dict[str, str] = {} if url is None else {"href": url}
        self._title_depth = -1
        for child in element:
            name = reader._name(child)
            if name == "title":
                value = reader._content_text(child)
                if self._title_depth < 0:
                    source["title"] = value
                    self._title_depth = 2 if value else -1
            elif name == "link":
                self._source_link(child, source)
            elif name == "id":
                value = reader._text(child)
                if reader._attributes(child).get("ispermalink", "true") == "true":
                    source.setdefault("link", _mended(reader._join(value, child) if value else value))
            elif name in _PEOPLE:
                self._person_of_source(child, source)
            elif name not in _OF_SOURCE or len(child):
                raise _UnusualError(name)
        if any((text or "").strip() for text in (element.text, *(child.tail for child in element))):
            raise _UnusualError
        self.found["source"] = source

    def _person_of_source(self, person: Any, source: dict[str, str]) -> None:
        """feedparser takes the address of a source's author for the source's own."""
        reader = self._reader
        for part in person:
            name, value = reader._name(part), reader._text(part)
            if name not in _OF_PERSON:
                raise _UnusualError(name)
            if name in ("uri", "url"):
                source["href"] = _mended(reader._join(value, part) if value else value)

    def _source_link(self, element: Any, source: dict[str, str]) -> None:
        reader = self._reader
        attributes = reader._attributes(element)
        href = reader._href(attributes)
        if not href or len(element):
            raise _UnusualError
        is_page = attributes.get("type", "text/html") in _PAGE_TYPES
        if attributes.get("rel", "alternate") == "alternate" and is_page:
            source["link"] = reader._join(href, element)
