"""A topic's name for readers: a short noun phrase from its own documents, in the language of most of them.

Candidates come from phrases.py; here they are weighed. A good name stands in most documents of the topic and in few
others, has two to four content words, and is written as inside a sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from math import log2

import numpy as np
import numpy.typing as npt

from horizon.topics.phrases import Phrase
from horizon.topics.spelling import Spelling
from horizon.topics.words import WORD, fold, stem, stop_words

AND = {"en": "and", "sv": "och"}
LENGTH_FACTOR = {1: 0.7, 2: 1.0, 3: 1.05, 4: 0.95, 5: 0.8}
ENOUGH = 0.5  # share of the documents a name should touch before a second phrase is sought
MAX_WORDS = 6


@dataclass(frozen=True, slots=True)
class Weighing:
    """What a stem is worth in a name: share of the topic's texts that have it, times the bits by which that is unusual."""

    worth: Worth
    presence: Sequence[frozenset[str]]  # stems of each text of the topic
    n_texts: Mapping[str, int]  # in how many of them a stem stands


def majority_language(languages: Iterable[str | None]) -> str | None:
    """The commonest language, the alphabetically first on a tie."""
    counts = Counter(language for language in languages if language)
    return min(counts.items(), key=lambda kv: (-kv[1], kv[0]))[0] if counts else None


def weigh(presence: Sequence[frozenset[str]], background: Mapping[str, float]) -> Weighing:
    """background: share of all texts of the window that have a stem (1 per window for none)."""
    n = len(presence)
    counts = Counter(chain.from_iterable(presence))
    return Weighing(Worth(counts, n, background), presence, counts)


class Worth(dict[str, float]):
    """Worth by stem, worked out when it is asked for: names are made of few of the stems."""

    def __init__(self, counts: Mapping[str, int], n_texts: int, background: Mapping[str, float]) -> None:
        super().__init__()
        self._counts, self._n_texts, self._background = counts, n_texts, background

    def __missing__(self, stem: str) -> float:
        count = self._counts.get(stem, 0)
        value = _worth(count / self._n_texts, self._background.get(stem, 0.0)) if count else 0.0
        self[stem] = value
        return value


@lru_cache(maxsize=100_000)
def _worth(share: float, usual: float) -> float:
    return round(share * log2(1 + share / max(usual, 1e-6)), 6)


def score(stems: Sequence[str], weighing: Weighing) -> float:
    """How good a name the stems would make; a repeated stem makes none."""
    if not stems or len(set(stems)) < len(stems):
        return 0.0
    power = sum(weighing.worth[s] for s in stems) / (len(stems) + 0.7)
    return power * LENGTH_FACTOR.get(len(stems), 0.6)


class Candidates:
    """The phrases read so far in the texts of one topic, and the name they make."""

    def __init__(self, weighing: Weighing) -> None:
        self._weighing = weighing
        self._written: dict[tuple[str, ...], set[tuple[int, str]]] = {}  # (text, as written) by stems
        self._scores: dict[tuple[str, ...], float] = {}
        self._best: tuple[float, tuple[str, ...]] | None = (0.0, ())

    def add(self, text: int, phrases: Iterable[Phrase]) -> None:
        """Phrases of one text, given by its number; a phrase counts once per text."""
        self._best = None
        for stems, written in ((phrase.stems, phrase.written) for phrase in phrases):
            if stems not in self._written:
                self._written[stems] = set()
                self._scores[stems] = score(stems, self._weighing)
            self._written[stems].add((text, written))

    def best(self) -> tuple[float, tuple[str, ...]]:
        """(merit, stems) of the best phrase; no stems where nothing was read."""
        if self._best is None:
            self._best = min(self._merits(), key=_order, default=(0.0, ()))
        return self._best

    def is_enough(self) -> bool:
        """True when the best phrase touches so many texts that no second one is sought."""
        n = len(self._weighing.presence)
        return n - len(_untouched(self.best()[1], self._weighing)) >= ENOUGH * n

    def name(self, language: str | None, case: Spelling) -> str:
        """The name of the topic, "" when there is no phrase."""
        ranked = [stems for _, stems in sorted(self._merits(), key=_order)]
        if not ranked:
            return ""
        best = ranked[0]
        second = _second(best, ranked, self._weighing)
        alone = case.sentence(self._spelled(best))
        if second is None:
            return alone
        joined = f"{alone} {AND.get(language or '', '/')} {case.running(self._spelled(second))}"
        return joined if len(joined.split()) <= MAX_WORDS + 1 else alone

    def _merits(self) -> Iterator[tuple[float, tuple[str, ...]]]:
        for stems, written in self._written.items():
            value = self._scores[stems]
            yield merit(value, len({text for text, _ in written}) if len(written) > 1 else 1), stems

    def _spelled(self, stems: tuple[str, ...]) -> str:
        times = Counter(written for _, written in self._written[stems])
        return min(times.items(), key=lambda kv: (-kv[1], kv[0]))[0]


def _order(phrase: tuple[float, tuple[str, ...]]) -> tuple[float, tuple[str, ...]]:
    return -phrase[0], phrase[1]


def merit(value: float, n_texts: int) -> float:
    """A phrase's score, more for one that stands in several texts."""
    return round(value * _repeated(n_texts), 6)


@cache
def _repeated(n_texts: int) -> float:
    return 1 + 0.25 * log2(n_texts)


def promises(
    worth: npt.NDArray[np.float64],
    held_in: npt.NDArray[np.int64],
    is_word: npt.NDArray[np.bool_],
    size: npt.NDArray[np.int64],
    n_texts: npt.NDArray[np.int64],
) -> npt.NDArray[np.float64]:
    """The most merit that a phrase inside each run of words could have.

    worth, held_in, is_word: of every word, one run after the other: what it is worth, in how many of the topic's texts it
    stands, and whether it adds to a phrase. size, n_texts: words of each run, one at least, and texts of its topic. A phrase
    is made of neighbours, and stands in no more texts than each of its words.
    """
    end = np.cumsum(size)
    most = int(n_texts.max(initial=0)) + 1
    repeated = np.array([0.0, *(_repeated(n) for n in range(1, most + 1))])
    factor = np.array([0.0, *(LENGTH_FACTOR.get(n, 0.6) for n in range(1, MAX_WORDS + 1))])
    start = np.flatnonzero(is_word)
    until = np.repeat(end, size)[start]
    times = np.repeat(n_texts, size)[start]
    power, n, best = np.zeros(len(start)), np.zeros(len(start), dtype=np.int64), np.zeros(len(start))
    for step in range(MAX_WORDS):
        at = np.minimum(start + step, len(worth) - 1)
        goes_on = (start + step < until) & is_word[at]
        n += goes_on
        power += np.where(goes_on, worth[at], 0.0)
        times = np.where(goes_on & (worth[at] > 0), np.minimum(times, held_in[at]), times)
        best = np.maximum(best, power / (n + 0.7) * factor[n] * repeated[times])
    out = np.zeros(len(worth))
    out[start] = best
    return np.asarray(np.round(np.maximum.reduceat(out, end - size), 6) if len(size) else out)


def _untouched(best: tuple[str, ...], weighing: Weighing) -> list[frozenset[str]]:
    return [stems for stems in weighing.presence if not stems.intersection(best)]


def _second(
    best: tuple[str, ...], ranked: Sequence[tuple[str, ...]], weighing: Weighing
) -> tuple[str, ...] | None:
    """A phrase for the texts the best one does not touch, where it touches too few."""
    untouched = _untouched(best, weighing)
    if len(weighing.presence) - len(untouched) >= ENOUGH * len(weighing.presence):
        return None
    for stems in ranked[1:40]:
        touched = sum(1 for text in untouched if text.intersection(stems))
        if not set(stems).intersection(best) and len(stems) <= 3 and touched * 2 >= len(untouched):
            return stems
    return None


def is_still_good(label: str, language: str | None, weighing: Weighing, best: str) -> bool:
    """True when the name a topic had says nearly as much about its texts as the best new one would."""
    return score(content_stems(label, language), weighing) >= 0.7 * score(
        content_stems(best, language), weighing
    )


def content_words(text: str, language: str | None) -> tuple[str, ...]:
    """The content words of a text, folded, in order."""
    stop = stop_words(language)
    return tuple(w for m in WORD.finditer(text) if (w := fold(m.group())) not in stop and len(w) > 1)


def content_stems(text: str, language: str | None) -> tuple[str, ...]:
    """Stems of the content words of a text, in order."""
    return tuple(stem(word, language) for word in content_words(text, language))
