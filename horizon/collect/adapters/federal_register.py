"""Federal Register /documents.json -> entries and the next page it names.

What the register says of a document's days stands at the end of the summary, where the policy calendar reads it: ask for
`fields[]=comments_close_on` and `fields[]=effective_on` beside the others, they are not sent by default.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from horizon.collect.adapters.common import entry, rows, table, web
from horizon.collect.parsed import ParsedEntry, clean


def items(data: Any) -> list[Any] | None:
    """The documents of an answer; None when it is none."""
    found = table(data).get("results")
    return found if isinstance(found, list) else None


def read(item: dict[str, Any], time_zone: str | None) -> ParsedEntry:
    """One document; its number is its identity."""
    agencies = [table(a).get("name") or table(a).get("raw_name") for a in rows(item.get("agencies"))]
    said = item.get("abstract") or item.get("excerpts")
    days = _days(item, clean(agencies[0]) if agencies else None)
    return entry(
        guid=item.get("document_number"), url=item.get("html_url"), title=item.get("title"),
        date=item.get("publication_date"), summary=" ".join([*([clean(said) or ""] if said else []), *days]) if days else said,
        authors=agencies, tags=[item.get("type")], language="en", time_zone=time_zone, extra={"type": item.get("type")},
    )  # fmt: skip


def _days(item: dict[str, Any], agency: str | None) -> list[str]:
    """A sentence for each day that the register gives, with the agency that asks."""
    asker = f"by the {agency} " if agency else ""
    told = (
        ("comments_close_on", f"Comments must be received {asker}by {{}}."),
        ("effective_on", "The rule takes effect on {}."),
    )
    return [sentence.format(day) for field, sentence in told if (day := _day(item.get(field)))]


def _day(value: object) -> str | None:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return f"{day.day} {day:%B %Y}" if day else None


def next_url(data: Any, url: str) -> str | None:
    """The page that the service names."""
    return web(table(data).get("next_page_url"))
