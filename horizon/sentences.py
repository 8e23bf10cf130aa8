"""Where sentences end, in English and Swedish."""

from __future__ import annotations

import re

# a full stop after one of these ends no sentence
_SHORT = "".join(
    rf"(?<!\b{word}\.)"
    for word in (
        "kl",
        "No",
        "Dr",
        "Sept",
        "Oct",
        "Nov",
        "Dec",
        "Jan",
        "Feb",
        r"[ap]\.m",
        r"o\.m",
        r"bl\.a",
        r"t\.ex",
        "ca",
        "dnr",
    )
)
_SENTENCE = re.compile(rf"(?:(?<=[.!?]){_SHORT}[”\"’»«)]*\s+(?=[\"“”„»«(–’‘'-]?\s?[A-ZÅÄÖ0-9]))|\n+")


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences; a line break ends one too."""
    spans, start = [], 0
    for match in _SENTENCE.finditer(text):
        if text[start : match.start()].strip():
            spans.append((start, match.start()))
        start = match.end()
    if text[start:].strip():
        spans.append((start, len(text)))
    return spans
