"""One element of a feed as feedparser would take it: its name, attributes, text, language, and addresses made absolute."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from typing import Any
from urllib.parse import urljoin
from xml.sax.saxutils import escape

from horizon.collect.links import PLAIN_URL
from horizon.collect.quick.words import MARKUP_TYPES, TEXT_TYPES

_XML = "{http://www.w3.org/XML/1998/namespace}"
_BASE = re.compile(
    r"base\s*="
)  # "database=" too: a \b in front would take twenty times as long, and it is only a hint
_C1 = re.compile("[\x80-\x9f]")
_WINDOWS = {
    n: bytes([n]).decode("cp1252") for n in range(0x80, 0xA0) if n not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_DOUBLE_SLASH = re.compile(r"^([A-Za-z][A-Za-z0-9+-.]*://)(/*)(.*?)")
_XLINK = "http://www.w3.org/1999/xlink"  # its declarations go into the markup
_QUOTE = {'"': "&quot;"}


class UnusualError(Exception):
    """Something feedparser has a rule of its own for."""


@cache
def _namespaces() -> dict[str, str]:
    from feedparser.mixin import _FeedParserMixin

    return {uri.lower(): prefix for uri, prefix in _FeedParserMixin.namespaces.items()}


@cache
def has_rule(name: str) -> bool:
    """Whether feedparser does anything for an element other than keeping its text under its name."""
    from feedparser.api import StrictFeedParser

    return hasattr(StrictFeedParser, f"_start_{name}") or hasattr(StrictFeedParser, f"_end_{name}")


def mended(text: str) -> str:
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


def address(attributes: dict[str, str]) -> str | None:
    """Where a link or an enclosure leads; None where it names no address."""
    return attributes.get("url", attributes.get("uri", attributes.get("href")))


class Elements:
    """The elements of one document.

    base: absolute address that relative links are joined to; declared: namespaces that have a prefix in it.
    """

    def __init__(self, text: str, base: str, declared: frozenset[str]) -> None:
        self._base, self._has_bases, self._declared = base, bool(_BASE.search(text)), declared
        self._names: dict[str, str] = {}
        self.is_atom = False

    def name(self, element: Any) -> str:
        """feedparser's name: mapped prefix, underscore, local name, lower case."""
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
                raise UnusualError  # takes the prefix that the namespace has elsewhere
        name = (f"{prefix.lower()}_{local}" if prefix else local).lower()
        if ":" in name:
            raise UnusualError
        self._names[tag] = name
        return name

    def attributes(self, element: Any) -> dict[str, str]:
        """Attributes by feedparser's names, `rel` and `type` in lower case."""
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

    def text(self, element: Any) -> str:
        """The text of an element that holds nothing else."""
        if len(element):
            raise UnusualError
        return (element.text or "").strip()

    def join(self, link: str, element: Any) -> str:
        """The link made absolute by the xml:base of the element and of what it stands in."""
        if PLAIN_URL.fullmatch(link):
            return link
        base = self._base
        if self._has_bases:
            for holder in [*reversed(list(element.iterancestors())), element]:
                own = holder.get(_XML + "base") or holder.get("base")
                base = _safe(base, own) if own else base
        return _joined(base, link)

    def language(self, element: Any, inherited: str | None) -> str | None:
        """The xml:lang of the element; what it inherits where it has none."""
        if not element.attrib:
            return inherited
        own = element.get(_XML + "lang")
        if own is None:
            own = element.get("lang")
        return inherited if own is None else own or None

    def content_text(self, element: Any, default: str = "text/plain") -> str:
        """Text of a title, summary or content: plain, escaped, or with markup in it, which is written out."""
        kind = default
        if element.attrib:
            attributes = self.attributes(element)
            kind = attributes.get("type", default)
            if "mode" in attributes or kind not in TEXT_TYPES | MARKUP_TYPES:
                raise UnusualError
        if kind in TEXT_TYPES and not len(element):
            return mended((element.text or "").strip())
        pieces = self._markup(element, is_xhtml=kind in MARKUP_TYPES)
        return mended("".join(_unwrapped(pieces) if self.is_atom else pieces).strip())

    def _markup(self, element: Any, *, is_xhtml: bool) -> list[str]:
        """Tags and texts of an element, as feedparser writes them."""
        head = element.text or ""
        if not is_xhtml and ("<" in head or _local(element[0]) == "div"):
            raise UnusualError  # it counts levels otherwise from here on
        pieces = [escape(head) if is_xhtml else head]
        for child in element:
            self._write(child, pieces)
        return pieces

    def _write(self, element: Any, pieces: list[str]) -> None:
        local = _local(element)
        if local in ("svg", "math") or has_rule(self.name(element)) or _XLINK in self._declared:
            raise UnusualError
        written: dict[str, str] = {}
        for key, value in element.items():
            if key[:1] == "{" and not key.startswith(_XML):
                raise UnusualError
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
