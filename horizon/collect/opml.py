"""Subscription lists (OPML 2.0) in and out: text to outlines, outlines to catalogue tables, sources to text.

Nothing here touches the disk or the network. A list is somebody else's file, so it is read without following
entities, and one that declares any is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from horizon.collect.catalogue import ID_PATTERN
from horizon.collect.identity import slug
from horizon.errors import ConfigError
from horizon.types import Source, SourceClass

MAX_BYTES = 16_000_000  # the largest public lists are below one megabyte
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of a list."""

    url: str
    title: str | None
    site: str | None
    language: str | None
    folder: str | None  # text of the outline that holds it


@dataclass(frozen=True, slots=True)
class Skipped:
    """A feed that is not taken in, and why."""

    url: str
    reason: str


def parse(raw: bytes, name: str) -> tuple[Outline, ...]:
    """The feeds of a list in file order; a damaged list gives what can be read. Raises ConfigError naming the file."""
    if len(raw) > MAX_BYTES:
        raise ConfigError(f"{name}: larger than {MAX_BYTES // 1_000_000} MB; split the list.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as exc:
        raise ConfigError(f"{name}: not readable as XML ({exc}). Export the list as OPML again.") from exc
    if root is None or not isinstance(root.tag, str) or root.tag.casefold() != "opml":
        raise ConfigError(f"{name}: not an OPML list. Export the list as OPML from the reader that holds it.")
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise ConfigError(f"{name}: declares XML entities, which a list has no use for. Remove its DOCTYPE.")
    return tuple(_outlines(root))


def _outlines(root: etree._Element) -> Iterable[Outline]:
    for element in root.iter("outline"):
        fields = {key.casefold(): " ".join(value.split()) for key, value in element.attrib.items()}
        if not fields.get("xmlurl"):
            continue
        language = fields.get("language", "")
        holder = element.getparent()
        yield Outline(
            url=fields["xmlurl"],
            title=fields.get("title") or fields.get("text") or None,
            site=fields.get("htmlurl") or None,
            language=language if _LANGUAGE.fullmatch(language) else None,
            folder=None if holder is None else holder.get("text") or holder.get("title"),
        )


def plan(
    outlines: Iterable[Outline], known: Sequence[Source], source_class: SourceClass, name: str
) -> tuple[list[dict[str, str]], list[Skipped]]:
    """Catalogue tables of the feeds that are new, and what is left out.

    Addresses that differ only in http or https, host case, "www." or a last slash are one feed.
    """
    held = {_key(source.url): source.source_id for source in known}
    ids = {source.source_id for source in known}
    tables: list[dict[str, str]] = []
    skipped: list[Skipped] = []
    for outline in outlines:
        key = _key(outline.url)
        if key is None:
            skipped.append(Skipped(outline.url, "not a full http or https address without a password"))
        elif key in held:
            skipped.append(Skipped(outline.url, f"there already as {held[key]!r}"))
        else:
            source_id = _free_id(outline.url, ids)
            ids.add(source_id)
            held[key] = source_id
            tables.append(_table(outline, source_id, source_class, name))
    return tables, skipped


def _table(outline: Outline, source_id: str, source_class: SourceClass, name: str) -> dict[str, str]:
    fields = {
        "id": source_id,
        "name": outline.title or source_id,
        "class": source_class,
        "url": outline.url,
        "site": outline.site,
        "language": outline.language,
        "note": f"from {name}" + (f", folder {outline.folder}" if outline.folder else ""),
    }
    return {key: value for key, value in fields.items() if value}


def _key(url: str) -> tuple[str, str, str] | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        return None
    return parts.netloc.casefold().removeprefix("www."), parts.path.rstrip("/"), parts.query


def _free_id(url: str, taken: set[str]) -> str:
    parts = urlsplit(url)
    wanted = slug(f"{(parts.hostname or '').removeprefix('www.')} {parts.path}".strip())
    if not re.fullmatch(ID_PATTERN, wanted):  # letters outside a-z
        wanted = slug(wanted.encode("ascii", "ignore").decode())
    number, free = 1, wanted
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free


def render(sources: Iterable[Source], title: str) -> bytes:
    """An OPML 2.0 list of the sources, in a folder for each class; the same sources give the same bytes."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _xml_text(title)
    body = etree.SubElement(root, "body")
    folders: dict[str, etree._Element] = {}
    for source in sources:
        holder = folders.get(source.source_class)
        if holder is None:
            holder = etree.SubElement(body, "outline", text=source.source_class)
            folders[source.source_class] = holder
        fields = {
            "type": "rss",
            "text": source.name,
            "title": source.name,
            "xmlUrl": source.url,
            "htmlUrl": source.site_url,
            "language": source.language,
        }
        etree.SubElement(
            holder, "outline", attrib={key: _xml_text(value) for key, value in fields.items() if value}
        )
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _xml_text(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", " ", text)
