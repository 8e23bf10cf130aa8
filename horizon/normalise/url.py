"""Canonical addresses: what makes two links the same page. Never a network call."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from courlan import clean_url

# an address with nothing to clean, as most are; looking at each part of it takes ten times as long
_CLEAN = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?:/[A-Za-z0-9_][A-Za-z0-9_.~!=:,-]*)+/?")


def canonical_url(url: str | None) -> str | None:
    """The address without trackers, fragment, default port; host in lower case. None when it is no web address."""
    if not url or not url.lower().startswith(("http://", "https://")):
        return None
    if _CLEAN.fullmatch(url) and "xn--" not in url:
        return url
    cleaned = clean_url(url.strip()) or url.strip()
    try:
        parts = urlsplit(cleaned)
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").rstrip(".")
    if not host:
        return None
    keep_port = port is not None and (parts.scheme, port) not in (("http", 80), ("https", 443))
    return urlunsplit(
        (parts.scheme.lower(), f"{host}:{port}" if keep_port else host, parts.path or "/", parts.query, "")
    )
