"""JSON Feed 1.0 and 1.1 -> ParsedFeed, including the broken ones: missing ids, bare lists, wrong types. Pure."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urljoin

from horizon.collect.dates import read_date
from horizon.collect.parsed import (
    MAX_SHORT_CHARS,
    MAX_TAGS,
    MAX_TEXT_CHARS,
    MAX_TITLE_CHARS,
    Hints,
    ParsedEntry,
    ParsedFeed,
    clean,
)

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_TRAILING_COMMA = re.compile(r",(\s*[\]}])")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')


def parse(
    text: str,
    url: str,
    *,
    time_zone: str | None = None,
    language: str | None = None,
    max_entries: int = 2_000,
) -> ParsedFeed:
    """The feed in a JSON text; keys are given by the caller. A JSON that is no feed gives an outcome and a reason."""
    data, defects, problem = _load(text)
    if problem:
        return ParsedFeed(outcome="parse_failed", reason=f"broken JSON: {problem}")
    if (
        isinstance(data, list)
        and data
        and all(isinstance(i, dict) for i in data)
        and any(_is_item(i) for i in data)
    ):
        data, defects = {"items": data}, (*defects, "bare_list")
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        return ParsedFeed(outcome="not_a_feed", reason=_what(data))
    version = str(data.get("version") or "")
    if "jsonfeed.org" not in version:
        if data["items"] and not any(_is_item(i) for i in data["items"] if isinstance(i, dict)):
            return ParsedFeed(outcome="not_a_feed", reason="JSON with 'items', but not JSON Feed")
        defects = (*defects, "version_missing")
    items = [i for i in data["items"] if isinstance(i, dict)]
    if len(items) < len(data["items"]):
        defects = (*defects, "items_unreadable")
    base = url
    own = clean(data.get("language"), 40)
    return ParsedFeed(
        version="json11" if "1.1" in version else "json1",
        title=_string(data.get("title"), MAX_TITLE_CHARS),
        language=own,
        hints=Hints(next_url=_absolute(data.get("next_url"), base), hub=_hub(data.get("hubs"))),
        entries=tuple(_entry(i, base, time_zone, own or language, data) for i in items[:max_entries]),
        defects=defects,
        n_left_out=max(0, len(items) - max_entries),
    )


def _load(text: str) -> tuple[Any, tuple[str, ...], str | None]:
    data, defects, problem, cleaned = loads(text)
    if problem is None:
        return data, defects, None
    items = _whole_items(cleaned)
    if items:
        return {"version": "https://jsonfeed.org/", "items": items}, (*defects, "not_well_formed"), None
    return None, defects, problem


def loads(text: str) -> tuple[Any, tuple[str, ...], str | None, str]:
    """JSON, mended as far as needed: (data, defects, why it can not be read, the text after all mends)."""
    cleaned = text.lstrip("\ufeff \t\r\n")
    mends = (
        ("", lambda t: t),
        ("control_characters", lambda t: _CONTROL.sub(" ", t)),
        ("bad_escapes", lambda t: _BAD_ESCAPE.sub(r"\\\\", t)),
        ("trailing_commas", lambda t: _TRAILING_COMMA.sub(r"\1", t)),
    )
    defects: tuple[str, ...] = ()
    problem: str | None = None
    for name, mend in mends:
        mended = mend(cleaned)
        if name and mended == cleaned:
            continue
        cleaned = mended
        defects = (*defects, name) if name else defects
        try:
            data, _ = json.JSONDecoder(strict=False).raw_decode(cleaned)
            return data, defects, None, cleaned
        except (ValueError, RecursionError) as exc:
            problem = str(exc)[:200]
    return None, defects, problem or "no JSON", cleaned


def _whole_items(text: str) -> list[Any]:
    """The items of a feed that breaks off or breaks in the middle: every object that can be read by itself."""
    start = re.search(r'"items"\s*:\s*\[', text)
    if start is None:
        return []
    items: list[Any] = []
    decoder, at = json.JSONDecoder(strict=False), start.end()
    while len(items) < 10_000 and (at := text.find("{", at)) >= 0:
        try:
            item, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            at += 1
            continue
        if _is_item(item):
            items.append(item)
    return items


def _is_item(item: dict[str, Any]) -> bool:
    has_words = any(item.get(k) for k in ("content_html", "content_text", "title", "summary"))
    return has_words and any(item.get(k) for k in ("id", "url", "external_url", "date_published"))


def _what(data: Any) -> str:
    if isinstance(data, dict):
        keys = ", ".join(repr(str(k)[:30]) for k in list(data)[:4])
        message = next(
            (clean(data[k], 120) for k in ("error", "message", "detail") if isinstance(data.get(k), str)),
            None,
        )
        return f"JSON without a list of items (keys: {keys})" + (f"; it says {message!r}" if message else "")
    return f"JSON, but a {type(data).__name__} and not a feed"


def _entry(
    item: dict[str, Any], base: str, time_zone: str | None, language: str | None, feed: dict[str, Any]
) -> ParsedEntry:
    defects: list[str] = []
    guid = item.get("id")
    guid = (
        str(guid)
        if isinstance(guid, int | float) and not isinstance(guid, bool)
        else _string(guid, MAX_SHORT_CHARS)
    )
    url = _absolute(item.get("url"), base)
    external = _absolute(item.get("external_url"), base)
    if url is None and isinstance(item.get("url"), str) and item["url"].strip():
        defects.append("link_unusable")
    if (
        isinstance(item.get("url"), str)
        and url is not None
        and not re.match(r"\s*https?://", item["url"], re.IGNORECASE)
    ):
        defects.append("link_resolved")
    if url is None and guid and re.match(r"https?://", guid, re.IGNORECASE):
        url = guid
    published_raw = _string(item.get("date_published"), MAX_SHORT_CHARS)
    updated_raw = _string(item.get("date_modified"), MAX_SHORT_CHARS)
    if published_raw is None and updated_raw:
        published_raw = updated_raw
        defects.append("date_from_updated")
    date = read_date(published_raw, time_zone=time_zone, language=language) if published_raw else None
    updated = read_date(updated_raw, time_zone=time_zone, deep=False) if updated_raw else None
    if date:
        defects += date.defects
    elif published_raw:
        defects.append("date_unreadable")
    content = _string(item.get("content_html"), MAX_TEXT_CHARS) or _string(
        item.get("content_text"), MAX_TEXT_CHARS
    )
    extra = {"external_url": external} if external and external != url else {}
    tags = item.get("tags") if isinstance(item.get("tags"), list) else []
    return ParsedEntry(
        entry_key="",
        guid=guid,
        url=url or external,
        title=_string(item.get("title"), MAX_TITLE_CHARS),
        summary=_string(item.get("summary"), MAX_TEXT_CHARS),
        content=content,
        author=_author(item) or _author(feed),
        published_raw=published_raw,
        published_at=date.at if date else None,
        date_precision=date.precision if date else None,
        updated_at=updated.at if updated else None,
        language=_string(item.get("language"), 40),
        tags=tuple(dict.fromkeys(t for t in (_string(x, 200) for x in tags or []) if t))[:MAX_TAGS],
        defects=tuple(defects),
        extra=json.dumps(extra, sort_keys=True, ensure_ascii=False) if extra else None,
    )


def _author(item: dict[str, Any]) -> str | None:
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    names = [_string(a.get("name"), 200) if isinstance(a, dict) else _string(a, 200) for a in authors or []]
    return ", ".join(n for n in names if n)[:MAX_SHORT_CHARS] or None


def _string(value: object, limit: int) -> str | None:
    return clean(value, limit)


def _absolute(link: object, base: str) -> str | None:
    text = clean(link, MAX_SHORT_CHARS * 2)
    if not text:
        return None
    try:
        joined = urljoin(base, text.replace(" ", "%20"))
    except ValueError:
        return None
    return joined if re.match(r"https?://[^/\s]", joined, re.IGNORECASE) else None


def _hub(hubs: object) -> str | None:
    if not isinstance(hubs, list):
        return None
    return next(
        (clean(h.get("url"), MAX_SHORT_CHARS) for h in hubs if isinstance(h, dict) and h.get("url")), None
    )
