"""OpenAlex /works (a list, or one work by id) -> entries; abstracts are put together from their inverted index."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from horizon.collect.adapters.common import doi_of, entry, rows, table, web, with_parameter
from horizon.collect.parsed import ParsedEntry

MAX_WORDS = 20_000
MAX_VERSIONS = 6
VERSION_SITES = re.compile(r"https?://(?:(?:dx\.)?doi|(?:www\.)?arxiv)\.org/", re.IGNORECASE)


def items(data: Any) -> list[Any] | None:
    """The works of an answer; None when it is none."""
    found = table(data).get("results")
    if isinstance(found, list):
        return found
    return [data] if table(data).get("id") and "publication_date" in table(data) else None


def read(item: dict[str, Any], time_zone: str | None) -> ParsedEntry:
    """One work."""
    doi, place = doi_of(item.get("doi")), table(item.get("primary_location"))
    people = [table(table(a).get("author")).get("display_name") for a in rows(item.get("authorships"))]
    return entry(
        guid=item.get("id"), url=place.get("landing_page_url") or item.get("doi") or item.get("id"),
        title=item.get("title") or item.get("display_name"), date=item.get("publication_date"),
        summary=_abstract(item.get("abstract_inverted_index")), authors=people,
        tags=[table(k).get("display_name") for k in rows(item.get("keywords"))], updated=item.get("updated_date"),
        language=item.get("language"), time_zone=time_zone,
        extra={"doi": doi, "journal": table(place.get("source")).get("display_name"), "type": item.get("type"),
               "same_work": _versions(item.get("locations"))},
    )  # fmt: skip


def _versions(locations: object) -> str | None:
    """Addresses of a DOI or of arXiv where the work's versions lie, parted by spaces."""
    pages = [web(table(place).get("landing_page_url")) for place in rows(locations)]
    known = [page for page in pages if page and VERSION_SITES.match(page)]
    return " ".join(dict.fromkeys(known[:MAX_VERSIONS])) or None


def _abstract(index: object) -> str | None:
    spots = [(p, w) for w, ps in table(index).items() for p in rows(ps) if type(p) is int]
    return " ".join(w for _, w in sorted(spots)[:MAX_WORDS]) or None


def cost_of(url: str) -> int:
    """Credits that a request takes, by the service's price list: one work by its id nothing, a list 1, words 10, meaning 100."""
    parts = urlsplit(url)
    if re.fullmatch(r"/works/[^/]+(?:/.*)?", parts.path):
        return 0
    told = parse_qsl(parts.query)
    names = {name for name, _ in told}
    if "search.semantic" in names:
        return 100
    is_search = any(name == "search" or name.startswith("search.") for name in names)
    in_filter = any(
        name == "filter" and re.search(r"(?:^|[,.])[\w.]*search(?:\.\w+)*:", value) for name, value in told
    )
    return 10 if is_search or in_filter else 1


def next_url(data: Any, url: str) -> str | None:
    """The next page of a cursor."""
    return (
        with_parameter(url, "cursor", table(table(data).get("meta")).get("next_cursor"))
        if items(data)
        else None
    )
