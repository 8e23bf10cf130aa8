"""The identity ladder: what makes two entries the same document."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"'<>]+", re.I)
_ARXIV = re.compile(r"arxiv\.org/(?:abs|pdf)/([a-z\-]+(?:\.[A-Z]{2})?/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?", re.I)
_CELEX = re.compile(r"CELEX[:%3A]*([0-9][0-9]{4}[A-Z]{1,2}[0-9]{4})", re.I)
_DOK = re.compile(r"riksdagen\.se/.*?/(?:[^/]*_)?([a-z0-9]{8,12})/?$", re.I)
_SPACE = re.compile(r"\W+")


def short_hash(*parts: object) -> str:
    """20 hex digits of a sequence of values."""
    return hashlib.sha256(
        "\x1f".join("" if p is None else str(p) for p in parts).encode("utf-8", "surrogatepass")
    ).hexdigest()[:20]


def strong_identity(row: Mapping[str, Any]) -> tuple[str, str] | None:
    """(kind, key) of a world-wide identifier in the entry, else None."""
    return _strong_identity(row, extra_of(row))


def _strong_identity(row: Mapping[str, Any], extra: Mapping[str, Any]) -> tuple[str, str] | None:
    for kind in ("doi", "arxiv", "celex", "dok_id"):
        if isinstance(extra.get(kind), str) and extra[kind]:
            return kind, f"{kind}:{extra[kind].lower()}"
    for field in (row.get("url"), row.get("guid")):
        if not field:
            continue
        plain = field.lower()
        for kind, pattern in (("arxiv", _ARXIV), ("celex", _CELEX)):
            found = (
                pattern.search(field) if kind in plain else None
            )  # a pattern that fails takes ten times as long
            if found:
                return kind, f"{kind}:{found.group(1).lower()}"
        found = _DOI.search(field) if "10." in field else None
        if found and ("doi.org" in field or field.lower().startswith(("doi:", "10."))):
            return "doi", f"doi:{found.group(0).lower().rstrip('.')}"
    return None


def extra_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """What only some feeds give: identifiers and pointers by name."""
    return dict(json.loads(row["extra"])) if row.get("extra") else {}


def aliases(
    row: Mapping[str, Any],
    extra: Mapping[str, Any],
    *,
    url: str | None,
    title: str,
    published_at: datetime | None,
) -> list[tuple[str, str]]:
    """(kind, alias) from strongest to weakest by which this entry can be known again; at least one. extra: of `extra_of`."""
    source = row["source_id"]
    found: list[tuple[str, str]] = []
    strong = _strong_identity(row, extra)
    if strong:
        # two sources may carry one work: they are two documents of one origin
        found.append((strong[0], f"{source}|{strong[1]}"))
    if row.get("guid"):
        found.append(("guid", f"{source}|guid:{row['guid']}"))
    before = extra.get("alias_of")
    if isinstance(before, str):
        # collect saw the feed give this item a new id
        found.append(("reissued", f"{source}|guid:{before}"))
    if url:
        found.append(("url", f"{source}|url:{url}"))
    day = published_at.date().isoformat() if published_at else "undated"
    plain = folded(title)
    if plain:
        found.append(("title", f"{source}|title:{plain}|{day}"))
    return found or [("title", f"{source}|key:{row['entry_key']}")]


def folded(title: str) -> str:
    """A title without case, punctuation and spacing."""
    return _SPACE.sub(" ", title.casefold()).strip()
