"""The next page of an answer that counts its results (OpenSearch 1.1), as arXiv's API does without linking it. Pure."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_COUNTS = ("totalResults", "startIndex", "itemsPerPage")
_HEAD_CHARS = 20_000
_BY_DATE = frozenset({"submitteddate", "lastupdateddate"})


def next_page(text: str, url: str) -> str | None:
    """Where the older results go on: only for a query newest first, because nothing else leads back in time."""
    parts = urlsplit(url)
    told = dict(parse_qsl(parts.query, keep_blank_values=True))
    if not parts.path.endswith("/api/query") or not told.get("search_query"):
        return None
    if (
        told.get("sortBy", "").lower() not in _BY_DATE
        or told.get("sortOrder", "descending").lower() != "descending"
    ):
        return None
    counts = [_count(text[:_HEAD_CHARS], name) for name in _COUNTS]
    total, start, size = counts
    if total is None or start is None or not size or start + size >= total:
        return None
    query = urlencode({**told, "start": str(start + size)})
    return urlunsplit(parts._replace(query=query))


def _count(text: str, name: str) -> int | None:
    found = re.search(rf"<(?:\w+:)?{name}[^>]{{0,200}}>\s*(\d{{1,12}})\s*<", text)
    return int(found[1]) if found else None
