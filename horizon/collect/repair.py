"""Text-level repairs of damaged feeds, each with the name of the defect it mends. Tried only as far as needed."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.entities import html5

_ROOT = re.compile(r"<(?:[A-Za-z][\w.-]{0,20}:)?(?:rss|rdf|feed|channel)(?=[\s>/:])", re.IGNORECASE)
_WRAPPED = re.compile(r"<(?:rss\s[^>]*version|feed\s[^>]*xmlns|rdf:rdf\s)", re.IGNORECASE)
_HTML = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_DECLARATION = re.compile(r"<\?xml[^>]{0,300}\?>", re.IGNORECASE)
_PROLOG = re.compile(
    r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>|[\s\ufeff]+", re.DOTALL | re.IGNORECASE
)
_ILLEGAL = (*(chr(n) for n in range(32) if n not in (9, 10, 13)), "\ufffe", "\uffff")
_NO_MORE = dict.fromkeys(map(ord, _ILLEGAL))
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|(\d+));?")
_BARE_AMPERSAND = re.compile(r"&(?!#\d{1,7};|#x[0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,30};)")
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_OF_XML = frozenset(("amp", "lt", "gt", "quot", "apos"))
_END = re.compile(r"</(?:[A-Za-z][\w.-]{0,20}:)?(?:rss|rdf|feed)\s*>", re.IGNORECASE)
_ITEM = re.compile(r"<(?:[\w.-]{1,20}:)?(?:item|entry)[\s>/]", re.IGNORECASE)
HEAD_CHARS = 20_000


def kind_of(text: str) -> str:
    """feed, json, html, text: what a body is at first sight."""
    start = text.lstrip("\ufeff \t\r\n")
    if start[:1] in "{[" and start:
        return "json"
    root = _ROOT.search(text)
    page = _HTML.search(text[:HEAD_CHARS])
    if root and (page is None or root.start() < page.start()):
        return "feed"
    wrapped = _WRAPPED.search(text)  # a feed inside the frame of a page
    if wrapped and re.search(r"<(?:item|entry)[\s>]", text[wrapped.end() :]):
        return "feed"
    if page or re.search(r"<(body|head|div|p|br|table)[\s>/]", start[:HEAD_CHARS], re.IGNORECASE):
        return "html"
    return "xml" if start.startswith("<") else "text"


def tidy(text: str) -> tuple[str, tuple[str, ...]]:
    """Always safe: drop what stands before the feed, illegal characters, and the declaration (the text is decoded already)."""
    defects = []
    root = _ROOT.search(text)
    if root:
        before = text[: root.start()]
        if len(before) > HEAD_CHARS or _PROLOG.sub("", before):
            defects.append("junk_before_feed")
            text = (
                "".join(re.findall(r"<!DOCTYPE[^>\[]*\[.*?\]\s*>", before[:HEAD_CHARS], re.DOTALL)[:1])
                + text[root.start() :]
            )
    text = _DECLARATION.sub("", text, count=1).lstrip("\ufeff \t\r\n")
    if any(sign in text for sign in _ILLEGAL):  # faster than a pattern
        text = text.translate(_NO_MORE)
        defects.append("control_characters")
    allowed = _REFERENCE.sub(_allowed_reference, text)
    if allowed != text:
        text = allowed
        defects.append("control_characters")
    return text, tuple(dict.fromkeys(defects))


def _allowed_reference(found: re.Match[str]) -> str:
    """A reference to a character, "" when no document may hold that one (controls, half a surrogate pair, beyond Unicode)."""
    digits, base = (found[1], 16) if found[1] else (found[2], 10)
    code = int(digits, base) if len(digits) < 9 else 0x110000
    is_control = code < 32 and code not in (9, 10, 13)
    is_allowed = (
        not is_control and code < 0x110000 and not 0xD800 <= code <= 0xDFFF and code not in (0xFFFE, 0xFFFF)
    )
    return found[0] if is_allowed else ""


def is_whole_but_empty(text: str) -> bool:
    """Whether a damaged feed is complete and simply has no items (as against one that breaks off before them)."""
    has_items = re.search(r"<(?:[\w.-]+:)?(?:item|entry)[\s>/]", text, re.IGNORECASE)
    return not has_items and bool(re.search(r"</(?:[\w.-]+:)?(?:rss|rdf|feed)\s*>\s*$", text, re.IGNORECASE))


def mend_lightly(text: str) -> tuple[str, tuple[str, ...]]:
    """The commonest damage put right, which changes nothing that a tolerant reader would read otherwise."""
    defects = []
    for name, mend in (("junk_after_feed", _cut_after_feed), ("ampersands_escaped", _spell_out)):
        mended = mend(text)
        if mended != text:
            text = mended
            defects.append(name)
    return text, tuple(defects)


def _cut_after_feed(text: str) -> str:
    """Without what follows the feed: the end of a page that it was put in, a program's messages."""
    ends = [found.end() for found in _END.finditer(text)]
    if not ends or not text[ends[-1] :].strip() or _ITEM.search(text, ends[-1]):
        return text
    return text[: ends[-1]]


def _spell_out(text: str) -> str:
    """With bare ampersands escaped and HTML's names of characters, which XML does not know, in their place."""
    if "&" not in text or text.rfind("<![CDATA[") > text.rfind("]]>"):
        return text
    return _outside_cdata(text, lambda part: _NAMED.sub(_character, _BARE_AMPERSAND.sub("&amp;", part)))


def _character(found: re.Match[str]) -> str:
    """What a named reference stands for; a name that nobody knows is text."""
    name = found[1]
    return found[0] if name in _OF_XML else html5.get(f"{name};", f"&amp;{name};")


def _escape_ampersands(text: str) -> str:
    return _outside_cdata(text, lambda part: _BARE_AMPERSAND.sub("&amp;", part))


def _outside_cdata(text: str, mend: Callable[[str], str]) -> str:
    return "".join(p if p.startswith("<![CDATA[") else mend(p) for p in _CDATA.split(text))


def _unescape_markup(text: str) -> str:
    """A whole feed that was escaped once too often."""
    if text.count("&lt;item") + text.count("&lt;entry") == 0:
        return text
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


def _close_cdata(text: str) -> str:
    opened, closed = text.rfind("<![CDATA["), text.rfind("]]>")
    return text + "]]>" if opened > closed else text


def _declare_prefixes(text: str) -> str:
    """Give undeclared prefixes a namespace, so that the strict parser can go on."""
    root = _ROOT.search(text)
    if root is None:
        return text
    end = text.find(">", root.start())
    head = text[root.start() : end]
    used = set(re.findall(r"</?([A-Za-z][\w.-]*):", text)) - {"xml", "xmlns"}
    missing = [p for p in sorted(used) if f"xmlns:{p}" not in text]
    if not missing or end < 0:
        return text
    cut = end - 1 if head.endswith("/") else end
    extra = "".join(f' xmlns:{p}="urn:undeclared:{p}"' for p in missing[:40])
    return text[:cut] + extra + text[cut:]


REPAIRS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("ampersands_escaped", _escape_ampersands),
    ("cdata_closed", _close_cdata),
    ("prefixes_declared", _declare_prefixes),
    ("markup_unescaped", _unescape_markup),
)
