"""Europe PMC /search (format=json) -> entries and the next cursorMark."""

from __future__ import annotations

from typing import Any

from horizon.collect.adapters.common import doi_of, entry, rows, table, web, with_parameter
from horizon.collect.parsed import ParsedEntry


def items(data: Any) -> list[Any] | None:
    """The results of an answer; None when it is none."""
    found = table(table(data).get("resultList")).get("result")
    return found if isinstance(found, list) else None


def read(item: dict[str, Any], time_zone: str | None) -> ParsedEntry:
    """One article or preprint."""
    doi, source, key = doi_of(item.get("doi")), item.get("source"), item.get("id")
    own = f"{source}/{key}" if isinstance(source, str) and isinstance(key, str) else None
    return entry(
        guid=own, url=f"https://europepmc.org/article/{own}" if own else None, title=item.get("title"),
        date=item.get("firstPublicationDate") or item.get("firstIndexDate") or item.get("pubYear"),
        summary=item.get("abstractText"), authors=[item.get("authorString")],
        tags=table(item.get("keywordList")).get("keyword"), language=item.get("language"), time_zone=time_zone,
        extra={"doi": doi, "pmid": item.get("pmid"),
               "journal": table(table(item.get("journalInfo")).get("journal")).get("title")},
    )  # fmt: skip


def next_url(data: Any, url: str) -> str | None:
    """The address the service names, else this one with its next mark."""
    if not rows(items(data)):
        return None
    return web(table(data).get("nextPageUrl")) or with_parameter(
        url, "cursorMark", table(data).get("nextCursorMark")
    )
