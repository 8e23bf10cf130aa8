"""One matter told in two languages: two signals whose texts are about words that nearly nothing else carries.

What an English and a Swedish text have in common are, for the most part, names: of people, firms, places and projects.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from horizon.signals.history import History, IntArray
from horizon.signals.terms import words_of

TWIN_WORDS = 2  # shared: a first and a last name, or two firms
TWIN_SHARE = 0.8  # of the window's documents with such a word that lie in the two signals
MAIN_SHARE = 0.5  # of the documents of each that carry the one name both are about ...
MAIN_DOCS = 2  # of each that carry it, at least ...
RARE_SHARE = 0.05  # ... which no more of all documents of the window carry: no town, no ministry
OWN_SHARE = 0.25  # of a signal's documents that carry it: who is quoted once is not what they are about
MIN_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Telling:
    """How a matter is told. n_docs, n_all: documents of it and in the window; words: its own that carry each, and how many do."""

    language: str | None = None
    n_docs: int = 0
    n_all: int = 0
    words: Mapping[str, tuple[frozenset[int], int]] = field(default_factory=dict)


def tellings(history: History, groups: Sequence[IntArray], *, window_weeks: int) -> list[Telling]:
    """The telling of each group by its documents of the window; without words where all groups are in one language."""
    in_window = history.week > history.last - window_weeks
    groups = [docs[in_window[docs]] for docs in groups]
    languages = [_main_language(history, docs) for docs in groups]
    if len({code for code in languages if code is not None}) < 2:
        return [
            Telling(code, len(docs), int(in_window.sum()))
            for code, docs in zip(languages, groups, strict=True)
        ]
    words = {int(i): _words(history.titles[i], history.texts[i]) for i in np.flatnonzero(in_window)}
    of_all = Counter(word for found in words.values() for word in found)
    out = []
    for code, docs in zip(languages, groups, strict=True):
        own: dict[str, set[int]] = defaultdict(set)
        for i in docs:
            for word in words[int(i)]:
                own[word].add(int(i))
        told = {w: (frozenset(held), of_all[w]) for w, held in sorted(own.items()) if of_all[w] > 1}
        out.append(Telling(code, len(docs), int(in_window.sum()), told))
    return out


def are_twins(a: Telling, b: Telling) -> bool:
    """True for two tellings in different languages that are about two words which hardly any other document carries, or most of
    each about one rare word."""
    if a.language is None or b.language is None or a.language == b.language:
        return False
    common = a.words.keys() & b.words.keys()
    return sum(_is_shared(a, b, w) for w in common) >= TWIN_WORDS or any(_is_main(a, b, w) for w in common)


def _is_shared(a: Telling, b: Telling, word: str) -> bool:
    (mine, of_all), (other, _) = a.words[word], b.words[word]
    is_about = len(mine) >= OWN_SHARE * a.n_docs and len(other) >= OWN_SHARE * b.n_docs
    return is_about and len(mine | other) >= TWIN_SHARE * of_all


def _is_main(a: Telling, b: Telling, word: str) -> bool:
    (mine, of_all), (other, _) = a.words[word], b.words[word]
    is_most = len(mine) > MAIN_SHARE * a.n_docs and len(other) > MAIN_SHARE * b.n_docs
    return is_most and min(len(mine), len(other)) >= MAIN_DOCS and of_all <= RARE_SHARE * a.n_all


def _main_language(history: History, docs: IntArray) -> str | None:
    counts = Counter(history.languages[i] for i in docs)
    return max(counts, key=lambda code: (counts[code], str(code)), default=None)


def _words(title: str, text: str) -> frozenset[str]:
    return frozenset(w for w in words_of(f"{title} {text}") if len(w) >= MIN_LETTERS)
