"""What all adapters share: tolerant reading of JSON and one way to make an entry. Pure; a bad value becomes None."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from horizon.collect.dates import read_date
from horizon.collect.parsed import (
    MAX_SHORT_CHARS,
    MAX_TAGS,
    MAX_TEXT_CHARS,
    MAX_TITLE_CHARS,
    ParsedEntry,
    clean,
)

_DOI = re.compile(r"10\.\d{4,9}/\S+")


def table(value: object) -> dict[str, Any]:
    """The object, or an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def rows(value: object) -> list[Any]:
    """The list, a lone object as a list of one, or nothing."""
    return value if isinstance(value, list) else [value] if isinstance(value, dict) else []


def first(value: object) -> object:
    """The first of a list; other values unchanged."""
    return (value[0] if value else None) if isinstance(value, list) else value


def whole(value: object) -> int | None:
    """A whole number that is written as one or as 7.0; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1e15 < value < 1e15:
        return None
    return int(value) if value == int(value) else None


def doi_of(value: object) -> str | None:
    """A bare DOI from a DOI or its address."""
    found = _DOI.search(value) if isinstance(value, str) else None
    return clean(found[0], MAX_SHORT_CHARS) if found else None


def web(value: object) -> str | None:
    """An absolute web address, else None."""
    text = clean(value, MAX_SHORT_CHARS * 2)
    return text.replace(" ", "%20") if text and re.match(r"https?://[^/\s]", text, re.IGNORECASE) else None


def with_parameter(url: str, name: str, value: object) -> str | None:
    """The address with one query parameter set, for the next page of a cursor; None without a cursor."""
    cursor = clean(value, MAX_SHORT_CHARS)
    if cursor is None:
        return None
    parts = urlsplit(url)
    pairs = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k != name]
    return urlunsplit(parts._replace(query=urlencode([*pairs, (name, cursor)])))


def entry(
    *,
    guid: object,
    url: object,
    title: object,
    date: object,
    summary: object = None,
    authors: object = (),
    tags: object = (),
    updated: object = None,
    language: object = None,
    time_zone: str | None = None,
    extra: Mapping[str, object] | None = None,
) -> ParsedEntry:
    """One entry; a title or address of the wrong kind is flagged field_unreadable."""
    defects: list[str] = []
    address, name = web(url), clean(title, MAX_TITLE_CHARS)
    if name is None or (url is not None and address is None):
        defects.append("field_unreadable")
    raw, changed = clean(date, MAX_SHORT_CHARS), clean(updated, MAX_SHORT_CHARS)
    moment = read_date(raw, time_zone=time_zone, deep=False) if raw else None
    later = read_date(changed, time_zone=time_zone, deep=False) if changed else None
    if moment:
        defects += moment.defects
    elif raw or date is not None:
        defects.append("date_unreadable")
    kept = {k: v for k, v in ((k, clean(v, MAX_SHORT_CHARS)) for k, v in (extra or {}).items()) if v}
    names = [n for n in (clean(a, 200) for a in rows(authors)) if n]
    terms = [t for t in (clean(t, 200) for t in rows(tags)) if t]
    return ParsedEntry(
        entry_key="",
        guid=clean(guid, MAX_SHORT_CHARS),
        url=address,
        title=name,
        summary=clean(summary, MAX_TEXT_CHARS),
        author=", ".join(names)[:MAX_SHORT_CHARS] or None,
        published_raw=raw,
        published_at=moment.at if moment else None,
        date_precision=moment.precision if moment else None,
        updated_at=later.at if later else None,
        language=clean(language, 40),
        tags=tuple(dict.fromkeys(terms))[:MAX_TAGS],
        defects=tuple(defects),
        extra=json.dumps(kept, sort_keys=True, ensure_ascii=False) if kept else None,
    )
