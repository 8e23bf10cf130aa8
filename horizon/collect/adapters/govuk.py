"""GOV.UK search (/api/search.json) -> entries and the next page by its offset. The service's Atom feeds are plain feeds."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from horizon.collect.adapters.common import entry, rows, table, whole, with_parameter
from horizon.collect.parsed import ParsedEntry

SITE = "https://www.gov.uk"


def items(data: Any) -> list[Any] | None:
    """The pages of an answer; None when it is none."""
    found = table(data).get("results")
    return found if isinstance(found, list) and "total" in table(data) else None


def read(item: dict[str, Any], time_zone: str | None) -> ParsedEntry:
    """One page of the site; its link is relative to the site in most answers."""
    link = item.get("link")
    if isinstance(link, str) and link.startswith("/"):
        link = urljoin(SITE, link)
    kind = item.get("content_store_document_type") or item.get("format")
    bodies = [table(o).get("title") for o in rows(item.get("organisations"))]
    return entry(
        guid=item.get("content_id") or link, url=link, title=item.get("title"), date=item.get("public_timestamp"),
        summary=item.get("description"), authors=bodies, tags=[kind], language="en", time_zone=time_zone,
        extra={"type": kind},
    )  # fmt: skip


def next_url(data: Any, url: str) -> str | None:
    """The address with the offset after this page."""
    found, start, total = items(data), whole(table(data).get("start")), whole(table(data).get("total"))
    if not found or start is None or total is None or start + len(found) >= total:
        return None
    return with_parameter(url, "start", str(start + len(found)))
