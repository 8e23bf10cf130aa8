"""Links as a document writes them -> absolute web addresses. Pure."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from horizon.collect.parsed import MAX_SHORT_CHARS, clean

# an address that stays what it is, whatever it is joined to
PLAIN_URL = re.compile(
    r"https?://[A-Za-z0-9._:@-]+(?:/[^\s?#;\[\]\\]*)?(?:\?[^\s#;\[\]\\]+)?(?:#[^\s;\[\]\\]+)?"
)


def absolute(link: object, base: str) -> tuple[str | None, tuple[str, ...]]:
    """A link as an absolute web address, and defects: link_resolved when it was relative, link_unusable when it is none."""
    text = clean(link, MAX_SHORT_CHARS * 2)
    if not text:
        return None, ()
    if PLAIN_URL.fullmatch(text):
        return text, ()
    text = re.sub(r"[\t\r\n]+", "", text).replace(" ", "%20")
    try:
        joined = urljoin(base, text)
    except ValueError:
        return None, ("link_unusable",)
    if not re.match(r"https?://[^/\s]", joined, re.IGNORECASE):
        return None, ("link_unusable",)
    return joined, () if re.match(r"https?://", text, re.IGNORECASE) else ("link_resolved",)
