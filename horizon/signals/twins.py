"""One matter told in two languages: two signals whose texts share words that nearly nothing else carries.

What an English and a Swedish text have in common are names: of people, firms, places and projects.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from horizon.signals.history import History, IntArray
from horizon.signals.terms import words_of

TWIN_WORDS = 2  # shared: a first and a last name, or two firms
TWIN_SHARE = 0.8  # of all documents with such a word that lie in the two signals
MIN_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Telling:
    """How a matter is told. words: of its documents, with (how many of these carry it, how many of all documents do)."""

    language: str | None = None
    words: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def tellings(history: History, groups: Sequence[IntArray]) -> list[Telling]:
    """The telling of each group of documents; without words where all of the history is in one language."""
    if len({code for code in history.languages if code is not None}) < 2:
        return [Telling() for _ in groups]
    texts = [_words(title, text) for title, text in zip(history.titles, history.texts, strict=True)]
    of_all = Counter(word for words in texts for word in words)
    out = []
    for docs in groups:
        languages = Counter(history.languages[i] for i in docs)
        main = max(languages, key=lambda code: (languages[code], str(code)), default=None)
        own = Counter(word for i in docs for word in texts[i])
        out.append(Telling(main, {w: (n, of_all[w]) for w, n in sorted(own.items()) if of_all[w] > 1}))
    return out


def are_twins(a: Telling, b: Telling) -> bool:
    """True for two tellings in different languages with two words in common that hardly any other document carries."""
    if a.language is None or b.language is None or a.language == b.language:
        return False
    return sum(_is_own(a.words[w], b.words[w]) for w in a.words.keys() & b.words.keys()) >= TWIN_WORDS


def _is_own(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] + b[0] >= TWIN_SHARE * a[1]


@lru_cache(maxsize=50_000)  # a document is read again every week it is remembered
def _words(title: str, text: str) -> frozenset[str]:
    return frozenset(w for w in words_of(f"{title} {text}") if len(w) >= MIN_LETTERS)
