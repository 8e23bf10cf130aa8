"""Federal Register /documents.json -> entries and the next page it names."""

from __future__ import annotations

from typing import Any

from horizon.collect.adapters.common import entry, rows, table, web
from horizon.collect.parsed import ParsedEntry


def items(data: Any) -> list[Any] | None:
    """The documents of an answer; None when it is none."""
    found = table(data).get("results")
    return found if isinstance(found, list) else None


def read(item: dict[str, Any], time_zone: str | None) -> ParsedEntry:
    """One document; its number is its identity."""
    return entry(
        guid=item.get("document_number"), url=item.get("html_url"), title=item.get("title"),
        date=item.get("publication_date"), summary=item.get("abstract") or item.get("excerpts"),
        authors=[table(a).get("name") or table(a).get("raw_name") for a in rows(item.get("agencies"))],
        tags=[item.get("type")], language="en", time_zone=time_zone, extra={"type": item.get("type")},
    )  # fmt: skip


def next_url(data: Any, url: str) -> str | None:
    """The page that the service names."""
    return web(table(data).get("next_page_url"))
