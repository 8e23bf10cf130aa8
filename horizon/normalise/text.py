"""HTML as feeds carry it -> clean text."""

from __future__ import annotations

import html
import re
import unicodedata

import nh3

_BLOCK = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|blockquote|section|article)\b[^>]*>", re.I)
# direction overrides, zero-width and control characters: they can make text read as what it is not
_HIDDEN = re.compile(
    r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
TAIL_CHARS = 1_000  # what feeds add at the end is shorter
_TAIL = re.compile(
    r"(?:\s*(?:the post .{1,300}? (?:first )?appeared (?:first )?on .{1,120}?\.?|continue reading\b.{0,120}|read more\b.{0,60}"
    r"|läs mer\b.{0,60}|read the full (?:article|story)\b.{0,60}|share this:?.{0,60}|\[(?:…|\.\.\.)\]|\[&hellip;\]))+\s*$",
    re.I | re.S,
)

_TAIL_CUES = (
    "appeared",
    "continue reading",
    "read more",
    "läs mer",
    "read the full",
    "share this",
    "[…]",
    "[...]",
    "[&hellip;]",
)


def clean_text(raw: str | None, *, max_chars: int) -> str:
    """Plain text of a feed's HTML: tags and hidden characters gone, paragraphs as lines, feed boilerplate cut off the end."""
    if not raw:
        return ""
    text = raw
    if _TAG.search(text):
        text = nh3.clean(
            _BLOCK.sub("\n", text), tags=set(), clean_content_tags={"script", "style", "template", "noscript"}
        )
        text = html.unescape(text)
    elif "&" in text:
        text = html.unescape(text)
    if _TAG.search(text) and "&lt;" in raw:  # escaped twice
        text = html.unescape(
            nh3.clean(_BLOCK.sub("\n", text), tags=set(), clean_content_tags={"script", "style"})
        )
    text = _HIDDEN.sub("", unicodedata.normalize("NFC", text)).replace("\u00a0", " ")
    text = "\n".join(filter(None, [" ".join(line.split()) for line in text.split("\n")]))
    tail = text[-TAIL_CHARS:].casefold()
    if any(cue in tail for cue in _TAIL_CUES):  # one search of the whole takes longer than all these
        text = (text[:-TAIL_CHARS] + _TAIL.sub("", text[-TAIL_CHARS:])).strip()
    return text if len(text) <= max_chars else text[:max_chars].rsplit(" ", 1)[0]


def clean_title(raw: str | None, *, source_name: str | None) -> str:
    """A title on one line; the outlet's own name at its end is cut off, nothing else."""
    title = " ".join(clean_text(raw, max_chars=1_000).split())
    for dash in (" - ", " | ", " – ", " — ", " :: "):
        head, found, tail = title.rpartition(dash)
        if found and source_name and tail.casefold() == source_name.casefold() and len(head) >= 8:
            return head.strip()
    return title
