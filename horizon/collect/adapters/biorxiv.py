"""bioRxiv and medRxiv /details -> entries; the cursor is the last number of the path."""

from __future__ import annotations

import re
from typing import Any

from horizon.collect.adapters.common import doi_of, entry, first, table
from horizon.collect.parsed import ParsedEntry


def items(data: Any) -> list[Any] | None:
    """The preprints of an answer; None when it is none."""
    found = table(data).get("collection")
    return found if isinstance(found, list) else None


def read(item: dict[str, Any], time_zone: str | None) -> ParsedEntry:
    """One version of a preprint. Versions share the DOI: a new one is an edit, not another work."""
    doi = doi_of(item.get("doi"))
    return entry(
        guid=doi, url=f"https://doi.org/{doi}" if doi else None, title=item.get("title"), date=item.get("date"),
        summary=item.get("abstract"), authors=[item.get("authors")], tags=[item.get("category")], time_zone=time_zone,
        extra={"doi": doi, "version": item.get("version"), "journal": item.get("server"),
               "published_doi": doi_of(item.get("published"))},
    )  # fmt: skip


def next_url(data: Any, url: str) -> str | None:
    """The next page while the total is not reached."""
    told = table(first(table(data).get("messages")))
    try:
        after, total = int(told["cursor"]) + int(told["count"]), int(told["total"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    found = re.fullmatch(r"(.*/\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d/)\d+(/json)?", url)
    return f"{found[1]}{after}{found[2] or ''}" if found and items(data) and after < total else None
