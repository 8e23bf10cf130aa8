"""Picks the sentence of a document that tells what happened. Extractive: nothing is rephrased."""

from __future__ import annotations

import re
from collections.abc import Sequence

_END = re.compile(r"(?<=[.!?])[\"”’»)]?\s+(?=[\"“‘«(]?[A-ZÅÄÖÉÜ0-9])")
_NOT_END = re.compile(
    r"\b(?:Dr|Mr|Mrs|Ms|Prof|St|No|Nr|nr|ca|bl|t\.ex|dvs|kl|approx|vs|Inc|Ltd|Co|e\.g|i\.e|s\.k|[A-ZÅÄÖ])\.$"
)
_CREDIT = re.compile(r"^\W*\(?[A-ZÅÄÖ]{2,8}\)?\W*$|^\(.{1,40}\)\.?$")


def split_sentences(text: str) -> list[str]:
    """Sentences of a text, abbreviations respected, white space folded."""
    sentences: list[str] = []
    held = ""
    for piece in _END.split(" ".join(text.split())):
        held = f"{held} {piece}".strip()
        if not _NOT_END.search(held):
            sentences.append(held)
            held = ""
    return [*sentences, held] if held else sentences


def telling_sentence(title: str, text: str, terms: Sequence[str], *, longest: int = 260) -> str:
    """The early sentence that names most of the terms; the title when no sentence fits the space.

    Never truncates: a sentence is taken whole or not at all.
    """
    words = {w for term in terms for w in term.lower().split() if len(w) > 3}
    best, best_score = "", -1.0
    for place, sentence in enumerate(split_sentences(text)[:4]):
        if not 40 <= len(sentence) <= longest or _CREDIT.match(sentence):
            continue
        low = sentence.lower()
        score = (
            sum(w in low for w in words) / (len(words) or 1)
            + 0.35 * (place == 0)
            + 0.1 * any(c.isdigit() for c in sentence)
        )
        if score > best_score:
            best, best_score = sentence, score
    return best or as_sentence(title)


def as_sentence(title: str) -> str:
    """A headline as a sentence: shouting lowered, a full stop at the end."""
    text = " ".join(title.split())
    if text.isupper() and len(text) > 12:
        text = text.capitalize()
    return text if text.endswith((".", "!", "?")) else f"{text}."
