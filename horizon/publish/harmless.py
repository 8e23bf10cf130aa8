"""Makes text from a feed harmless and readable before it reaches a page, a mail or a Markdown file.

Escaping is the forms' business; this is about what escaping leaves: direction overrides, invisible and control characters,
endless words, shouting, and the phrases that a feed adds and nobody wrote for the reader.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

MAX_TITLE = 160  # characters shown of a title; longer ones end at a word
_ENDING = re.compile(r"\s*(?:\[(?:…|\.\.\.)\]|…|\.\.\.)\s*$")
_REST = r"(?:[^.!?]|[.](?=\S)){0,140}[.!?]?"  # to the end of the sentence; a dot inside an address does not end it
_BOILERPLATE = re.compile(
    r"(?i)(?:(?<=^)|(?<=[.!?…]\s))(?:"
    rf"the post .{{1,300}}appeared (?:first )?on {_REST}"
    rf"|(?:photo|image|foto|bild|illustration)\s*:{_REST}|(?:©|copyright\b|all rights reserved){_REST}"
    r"|(?:continue reading|read more|read the (?:full|whole) (?:story|article)|click here|sign up for|subscribe (?:to|now)"
    rf"|läs mer|läs hela|fortsätt läsa|prenumerera)\b{_REST})"
)
# "NORRVIK (Nordlys Wire) – ", "STOCKHOLM, Sweden (TT) -": where and by whom, before the first sentence
_DATELINE = re.compile(
    r"^\W*(?:[A-ZÅÄÖ][\w .'-]{1,30}(?:, [A-ZÅÄÖ][\w .]{1,20})?\s*)?\([^()]{2,40}\)\s*[–—-]+\s*"
)
_PREFIX = re.compile(
    r"^(?:breaking|just in|exclusive|watch|updated?|uppdaterad|just nu|senaste nytt)\s*[:–—|-]\s*", re.I
)
_WORD = re.compile(r"\w+", re.U)


def plain(text: str) -> str:
    """Text on one line without control, format (direction overrides, zero width) and private characters."""
    kept = (
        c if not unicodedata.category(c).startswith("C") else " " if c in "\t\n\r\x0b\x0c\x85" else ""
        for c in text
    )
    return " ".join("".join(kept).split())


def without_boilerplate(text: str) -> str:
    """Running text without datelines, credits, invitations to read on and a cut-off last sentence's dots."""
    clean = _DATELINE.sub("", plain(text))
    while (shorter := " ".join(_BOILERPLATE.sub("", clean).split())) != clean:
        clean = shorter
    return clean


def title_text(title: str, text: str = "", *, longest: int = MAX_TITLE) -> str:
    """A headline as it is shown: calm, without a teaser's prefix, never ending inside a word.

    text: the document's own words, from which the true case of a shouted word is learned.
    """
    words = _PREFIX.sub("", plain(title)) or plain(title)
    cut = _ENDING.search(words)
    if cut:  # the source cut it: the last word may be half a word
        words = (
            words[: cut.start()].rsplit(" ", 1)[0] if " " in words[: cut.start()] else words[: cut.start()]
        )
    words = calm(words, text)
    if len(words) > longest:
        head = words[: longest + 1]
        words, cut = (head.rsplit(" ", 1)[0] if " " in head else head[:longest]), cut or True  # type: ignore[assignment]
    return f"{words.rstrip(' ,;:–-')} …" if cut else words


def calm(title: str, text: str = "") -> str:
    """A shouted headline in sentence case; a title that does not shout comes back as it is."""
    letters = [c for c in title if c.isalpha()]
    if len(letters) < 12 or sum(c.isupper() for c in letters) < 0.7 * len(letters):
        return title
    case = _case_of_words(text)
    words = [_WORD.sub(lambda m: case.get(m.group().lower(), m.group().lower()), w) for w in title.split()]
    joined = " ".join(words)
    return joined[:1].upper() + joined[1:]


def _case_of_words(text: str) -> dict[str, str]:
    """How each word of a text is mostly written; a sentence's first word teaches nothing."""
    seen: dict[str, Counter[str]] = {}
    before = "."
    for match in re.finditer(r"\w+|[^\w\s]", text):
        token = match.group()
        if token[0].isalpha() and before not in ".!?:":
            seen.setdefault(token.lower(), Counter())[token] += 1
        before = token
    return {low: min(forms, key=lambda f: (-forms[f], f)) for low, forms in seen.items()}


def short_name(text: str, *, longest: int) -> str:
    """At most `longest` characters, ending at a word."""
    return title_text(text, longest=longest)


def content_words(text: str, *, least: int = 4) -> set[str]:
    """Folded words that carry meaning by length; used to compare sentences, never shown."""
    return {w for w in _WORD.findall(text.lower()) if len(w) >= least and not w.isdigit()}


def is_whole(sentence: str) -> bool:
    """False for a sentence that its source cut off."""
    return not _ENDING.search(sentence) and sentence.rstrip(" \"'”’»)").endswith((".", "!", "?"))


def joined_names(names: Iterable[str], last: str) -> str:
    """`a, b and c` with the given word before the last."""
    all_ = list(names)
    return all_[0] if len(all_) == 1 else f"{', '.join(all_[:-1])} {last} {all_[-1]}" if all_ else ""
