"""Raw texts -> what is read in them: title, plain text, language, address and fingerprint. Pure, and most of the stage's time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from horizon.normalise.duplicates import Fingerprint, fingerprints
from horizon.normalise.identity import short_hash
from horizon.normalise.language import languages_of
from horizon.normalise.text import clean_text, clean_title
from horizon.normalise.url import canonical_url

TITLE_WORDS = 14  # of the text, where an entry has no title


class Raw(NamedTuple):
    """What an entry carries to be read, as published."""

    title: str | None
    summary: str | None
    content: str | None
    language: str | None  # as declared
    url: str | None
    source_name: str | None


class Reading(NamedTuple):
    """What was read in an entry."""

    title: str
    text: str
    language: str | None  # ISO 639-1
    url: str | None  # canonical
    text_hash: str  # of title and text
    n_words: int  # of title and text
    print_: Fingerprint


def read_all(raws: Sequence[Raw], *, max_chars: int) -> list[Reading]:
    """One reading per entry, in order; max_chars: of a text."""
    texts = [_text_of(raw, max_chars) for raw in raws]
    languages = languages_of(
        [(f"{title}. {text}", raw.language) for raw, (title, text) in zip(raws, texts, strict=True)]
    )
    return [
        _reading(raw, *text, language, print_)
        for raw, text, language, print_ in zip(raws, texts, languages, fingerprints(texts), strict=True)
    ]


def _text_of(raw: Raw, max_chars: int) -> tuple[str, str]:
    title = clean_title(raw.title, source_name=raw.source_name)
    text = clean_text(max((raw.content or "", raw.summary or ""), key=len), max_chars=max_chars)
    return title or " ".join(text.split()[:TITLE_WORDS]), text


def _reading(raw: Raw, title: str, text: str, language: str | None, print_: Fingerprint) -> Reading:
    words = f"{title}\n{text}"
    return Reading(
        title, text, language, canonical_url(raw.url), short_hash(words), len(words.split()), print_
    )
