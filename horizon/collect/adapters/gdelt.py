"""GDELT DOC 2.0 mode=artlist -> entries; the service has no pages. Its dates are when GDELT saw an article."""

from __future__ import annotations

from typing import Any

from horizon.collect.adapters.common import entry, table
from horizon.collect.parsed import ParsedEntry


def items(data: Any) -> list[Any] | None:
    """The articles of an answer, none for an empty object (no hit); None when it is another thing."""
    if data == {}:
        return []
    found = table(data).get("articles")
    return found if isinstance(found, list) else None


def read(item: dict[str, Any], time_zone: str | None) -> ParsedEntry:
    """One article, named by its address."""
    seen = item.get("seendate")
    if isinstance(seen, str) and len(seen) == 16 and seen[8] == "T":
        seen = f"{seen[:4]}-{seen[4:6]}-{seen[6:8]}T{seen[9:11]}:{seen[11:13]}:{seen[13:15]}Z"
    return entry(
        guid=item.get("url"), url=item.get("url"), title=item.get("title"), date=seen,
        time_zone=time_zone, extra={"publisher": item.get("domain"), "language_name": item.get("language")},
    )  # fmt: skip


def next_url(data: Any, url: str) -> str | None:
    """Always None."""
    return None
