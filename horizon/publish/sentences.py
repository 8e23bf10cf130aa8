"""Picks the sentence of the evidence that tells what happened. Extractive: nothing is rephrased, nothing is cut short."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from horizon.publish.harmless import content_words, is_whole, plain, title_text, without_boilerplate

SHORTEST, LONGEST = 40, 260
N_LEAD = 4  # sentences of a document that are looked at: news stands first
_END = re.compile(r"(?<=[.!?])[\"”’»)]?\s+(?=[\"“”‘’«»(–]?\s?[A-ZÅÄÖÉÜ0-9])")
_NOT_END = re.compile(
    r"\b(?:Dr|Mr|Mrs|Ms|Prof|St|No|Nr|nr|ca|bl|t\.ex|dvs|kl|approx|vs|Inc|Ltd|Co|Corp|e\.g|i\.e|s\.k|m\.m|Jan|Feb|Aug|Sept|Oct|Nov|Dec"
    r"|[A-ZÅÄÖ])\.$"
)
_CREDIT = re.compile(r"^\W*\(?[A-ZÅÄÖ]{2,8}\)?\W*$|^\(.{1,40}\)\.?$")
# a sentence that leans on one before it can not stand alone
_LEANS = re.compile(
    r"^(?:We|I|You|Our|My|Vi|Jag|Vår|Våra|He|She|It|They|This|That|These|Those|But|And|However|Also|His|Her|Their|Meanwhile|Instead|Still|"
    r"Han|Hon|Det|Den|De|Detta|Dessa|Men|Och|Dock|Också|Hans|Hennes|Deras|Samtidigt|Där|Då)\b"
)


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


def telling_sentence(
    title: str,
    text: str,
    terms: Sequence[str],
    *,
    shared: Mapping[str, float] | None = None,
    longest: int = LONGEST,
) -> str:
    """The early sentence that names most of the terms and of what the other reports say too; else the title as a sentence.

    shared: word -> share of the signal's documents that have it (see `shared_words`). Never truncates: a sentence is taken
    whole or not at all.
    """
    best, _ = best_sentence(title, text, terms, shared=shared, longest=longest)
    return best or as_sentence(title, text)


def best_sentence(
    title: str,
    text: str,
    terms: Sequence[str],
    *,
    shared: Mapping[str, float] | None = None,
    longest: int = LONGEST,
) -> tuple[str, float]:
    """(sentence, how well it tells); an empty sentence where none of the text will do."""
    wanted = {w for term in terms for w in term.lower().split() if len(w) > 3}
    headline = content_words(title)
    best, best_score = "", -2.0
    for place, sentence in enumerate(split_sentences(without_boilerplate(text))[:N_LEAD]):
        if not SHORTEST <= len(sentence) <= longest or _CREDIT.match(sentence) or not is_whole(sentence):
            continue
        low = sentence.lower()
        said = content_words(sentence)
        score = (
            sum(w in low for w in wanted) / (len(wanted) or 1)
            + len(said & headline) / (len(headline) or 1)
            + 2 * sum((shared or {}).get(w, 0.0) for w in said) / (len(said) or 1)
            + 0.5 * (place == 0)
            + 0.1 * any(c.isdigit() for c in sentence)
            - 0.8 * bool(_LEANS.match(sentence))
            - 0.3 * (sentence[0] in '"“”«‘–-' or sentence.endswith("?"))
        )
        if score > best_score:
            best, best_score = sentence, score
    return best, best_score


def shared_words(texts: Sequence[str]) -> dict[str, float]:
    """Word -> share of the texts that have it, for words that at least two have."""
    counts = Counter(word for text in texts for word in content_words(text))
    return {word: n / len(texts) for word, n in counts.items() if n > 1}


def as_sentence(title: str, text: str = "") -> str:
    """A headline as a sentence: shouting lowered, a full stop at the end, never an end inside a word."""
    shown = title_text(plain(title), text, longest=LONGEST)
    return shown if shown.endswith((".", "!", "?", "…")) else f"{shown}."
