"""Crossref REST /works (and /journals/ISSN/works) -> entries; the next cursor where one was asked for."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from horizon.collect.adapters.common import doi_of, entry, first, rows, table, with_parameter
from horizon.collect.parsed import ParsedEntry

MAX_VERSIONS = 6


def items(data: Any) -> list[Any] | None:
    """The works of an answer; None when it is none."""
    found = table(table(data).get("message")).get("items")
    return found if isinstance(found, list) else None


def read(item: dict[str, Any], time_zone: str | None) -> ParsedEntry:
    """One work. `issued` is the publisher's earliest date; its parts may be [[null]]."""
    doi = doi_of(item.get("DOI"))
    people = [table(a) for a in rows(item.get("author"))]
    names = [" ".join(p[k] for k in ("given", "family", "name") if isinstance(p.get(k), str)) for p in people]
    return entry(
        guid=doi, url=f"https://doi.org/{doi}" if doi else item.get("URL"), title=first(item.get("title")),
        date=_day(item.get("published")) or _day(item.get("issued")) or table(item.get("created")).get("date-time"),
        summary=item.get("abstract"), authors=names, tags=item.get("subject"), language=item.get("language"),
        time_zone=time_zone, extra={"doi": doi, "journal": first(item.get("container-title")), "type": item.get("type"),
                                     "same_work": _versions(item.get("relation"))},
    )  # fmt: skip


def _versions(relation: object) -> str | None:
    """DOIs of the preprint or of the journal version of a work, parted by spaces."""
    linked = [r for name in ("is-preprint-of", "has-preprint") for r in rows(table(relation).get(name))]
    return " ".join(filter(None, (doi_of(table(r).get("id")) for r in linked[:MAX_VERSIONS]))) or None


def _day(value: object) -> str | None:
    parts = first(table(value).get("date-parts"))
    if not isinstance(parts, list) or not parts or not all(type(p) is int for p in parts[:3]):
        return None
    return "-".join([f"{parts[0]:04d}", *(f"{p:02d}" for p in parts[1:3])])


def next_url(data: Any, url: str) -> str | None:
    """The next page, if this one was asked for with a cursor and holds anything."""
    if not items(data) or "cursor" not in parse_qs(urlsplit(url).query):
        return None
    return with_parameter(url, "cursor", table(table(data).get("message")).get("next-cursor"))
