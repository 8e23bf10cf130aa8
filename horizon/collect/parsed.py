"""What a parser read from one body, and its plain form for the pipe from the parser process."""

from __future__ import annotations

from dataclasses import dataclass, field

import orjson
from pydantic import AwareDatetime

MAX_TITLE_CHARS = 5_000
MAX_TEXT_CHARS = 500_000
MAX_SHORT_CHARS = 2_000
MAX_TAGS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What the publisher says about when to come back."""

    ttl_s: float | None = None  # RSS ttl or sy:update*
    skip_hours: tuple[int, ...] = ()  # UTC
    skip_days: tuple[str, ...] = ()  # lower case English names
    hub: str | None = None
    next_url: str | None = None  # RFC 5005: the page with older entries


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedEntry:
    """One entry as published; links made absolute, dates read."""

    entry_key: str
    guid: str | None = None
    url: str | None = None
    title: str | None = None
    summary: str | None = None
    content: str | None = None
    author: str | None = None
    published_raw: str | None = None
    published_at: AwareDatetime | None = None
    date_precision: str | None = None
    updated_at: AwareDatetime | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()
    extra: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """A feed, or the reason (outcome other than ok) why a body is none."""

    outcome: str = "ok"
    reason: str | None = None
    version: str = ""
    title: str | None = None
    language: str | None = None
    hints: Hints = field(default_factory=Hints)
    entries: tuple[ParsedEntry, ...] = ()
    defects: tuple[str, ...] = ()  # of the feed as a whole
    n_left_out: int = 0  # entries past the cap


def to_json(feed: ParsedFeed) -> bytes:
    """Plain bytes for the pipe; the parser process reads hostile input, so nothing executable comes back from it."""
    return orjson.dumps(feed)


def clean(text: object, limit: int = MAX_TEXT_CHARS) -> str | None:
    """Text without characters no store can hold (NUL, lone surrogates), at most `limit` long; None when nothing is left."""
    if not isinstance(text, str):
        return None
    kept = text.replace("\x00", "").strip()
    if not kept.isascii():
        kept = kept.encode("utf-8", "replace").decode("utf-8")
    return kept[:limit] or None
