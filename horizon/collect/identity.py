"""Names of entries, entry versions and fetches: pure functions of what was published and when it was asked for."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

_SPACE = re.compile(r"\s+")
_WITHOUT_QUERY = re.compile(r"https?://[A-Za-z0-9._:-]+(?:/[!\"$->@-~]*)?")


def short_hash(*parts: object) -> str:
    """24 hex digits that name a sequence of values; None and "" are told apart."""
    told = "".join(["\x00\x1f" if part is None else f"{part}\x1f" for part in parts])
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def fetch_id(source_id: str, requested_at: datetime, page: int = 0) -> str:
    """Name of one request of one source; page counts the older pages fetched along with it."""
    return short_hash("fetch", source_id, requested_at.isoformat(), *([page] if page else []))


def entry_key(
    *, guid: str | None, url: str | None, title: str | None, published_raw: str | None, text: str | None
) -> str:
    """Identity within a source: guid, else link, else a hash of title and date (of the text when both are missing)."""
    if guid:
        return guid
    if url:
        return url
    if title or published_raw:
        return "title:" + short_hash(_folded(title), published_raw)
    return "text:" + short_hash(_folded(text))


def entry_hash(
    *,
    source_id: str,
    key: str,
    guid: str | None,
    url: str | None,
    title: str | None,
    summary: str | None,
    content: str | None,
    published_raw: str | None,
) -> str:
    """Name of one version of an entry: it changes when the words, the link or the claimed date change.

    Query and fragment of a link count only where the link is the identity: some sites put a fresh token into every fetch,
    which would make each poll look like an edit.
    """
    link = url
    if url is not None and key != url and not _WITHOUT_QUERY.fullmatch(url):
        link = urlunsplit((*urlsplit_or_empty(url)[:3], "", ""))
    return short_hash("entry", source_id, key, guid, link, title, summary, content, published_raw)


def urlsplit_or_empty(url: str) -> tuple[str, str, str, str, str]:
    """Parts of an address; an address that can not be split is all path."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ("", "", url, "", "")
    return (parts.scheme, parts.netloc, parts.path, parts.query, parts.fragment)


def slug(text: str, *, max_chars: int = 60) -> str:
    """Lower-case letters, digits and hyphens: a source id that reads well; "source" when nothing is left."""
    cleaned = re.sub(r"[^\w]+|_", "-", text.casefold()).strip("-")
    return cleaned[:max_chars].strip("-") or "source"


def _folded(text: str | None) -> str | None:
    return None if text is None else _SPACE.sub(" ", text).strip().casefold()
