"""Which words of a topic's texts are read for its name: the most promising first, as long as they could hold a better one.

Tagging is the dearest part of a judgement. A run of words in which a phrase may lie says beforehand what the best phrase
made of them could be worth; a run that promises less than the best phrase found so far is left unread, and the name is the
same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import heapify, heappop, heapreplace

from horizon.topics.label import Candidates, Weighing, most, promise
from horizon.topics.phrases import Phrase, ends_phrase
from horizon.topics.spelling import Spelling
from horizon.topics.words import WORD, fold, stem, stop_words

# a sentence ends at a mark after something longer than an initial or a short abbreviation, before a capital
_END = re.compile(r"(?<=[\w)”\"’%]{3}[.!?])\s+(?=[\"“”'‘(\[]?[A-ZÅÄÖ\d])|\n+")
_BREAK = re.compile(r"[,;:!?()\[\]\"“”«»…—/|]")  # inside no phrase
_PIECES = re.compile(f"({WORD.pattern})")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something to be read: in which language, in which of the topic's texts."""

    written: str
    language: str | None
    text: int


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic that wants a name: the sentences of its texts."""

    language: str | None  # of the name
    weighing: Weighing
    sentences: Sequence[Sentence]


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a sentence that may stand together in one phrase, from one character to another."""

    sentence: Sentence
    start: int
    end: int


Reader = Callable[[Sequence[Run]], Sequence[Sequence[Phrase]]]


def sentences_of(text: str) -> list[str]:
    """The text in sentences, well enough for phrases, which hold no mark that ends one."""
    return [part for part in _END.split(text) if part.strip()]


def name_all(subjects: Mapping[str, Subject], read: Reader, case: Spelling) -> dict[str, str]:
    """Name by topic, "" where nothing makes one. read: the phrases in each of some runs, called a few times in all."""
    found = {topic: Candidates(subject.weighing) for topic, subject in subjects.items()}
    unread = {topic: _Unread(subject) for topic, subject in subjects.items()}
    open_topics, at_once = set(unread), 1
    while open_topics:
        wanted = {
            topic: unread[topic].take(at_once, least=found[topic].best()[0]) for topic in sorted(open_topics)
        }
        _read(wanted, read, found)
        open_topics = {topic for topic, runs in wanted.items() if len(runs) == at_once}
        at_once *= 2
    # a second phrase may come from any run
    _read({topic: left.rest() for topic, left in unread.items() if not found[topic].is_enough()}, read, found)
    return {topic: found[topic].name(subject.language, case) for topic, subject in subjects.items()}


class _Unread:
    """The runs of a topic that were not read yet, the most promising first.

    What a run promises is worked out when the most that its heaviest word could make of it has come to the top.
    """

    def __init__(self, subject: Subject) -> None:
        self._weighing = subject.weighing
        self._n_texts = len({sentence.text for sentence in subject.sentences})
        runs = [
            (Run(sentence, start, end), stems)
            for sentence in subject.sentences
            for stems, start, end in runs_of(sentence.written, sentence.language)
        ]
        self._runs = runs
        # (less than nothing by how much is hoped for, place among the runs, whether that is what it promises)
        self._left = [
            (-most(stems, subject.weighing, self._n_texts), i, False) for i, (_, stems) in enumerate(runs)
        ]
        heapify(self._left)

    def take(self, n: int, *, least: float) -> list[Run]:
        """The next n runs that promise at least as much."""
        out: list[Run] = []
        while self._left and len(out) < n and -self._left[0][0] >= least:
            _, i, is_promise = self._left[0]
            run, stems = self._runs[i]
            if is_promise:
                heappop(self._left)
                out.append(run)
            else:
                heapreplace(self._left, (-promise(stems, self._weighing, self._n_texts), i, True))
        return out

    def rest(self) -> list[Run]:
        """All that is left."""
        return [self._runs[i][0] for _, i, _ in self._left]


@lru_cache(maxsize=20_000)
def runs_of(written: str, language: str | None) -> tuple[tuple[tuple[str, ...], int, int], ...]:
    """Runs of words of a text inside which a phrase may lie: stems ("" for a word that adds none), from where, to where."""
    out = []
    stems: list[str] = []
    start = end = at = 0
    pieces = _PIECES.split(written)
    for gap, word in zip(pieces[0::2], pieces[1::2], strict=False):
        at += len(gap)
        added = _added(word, language)
        if stems and (added is None or (gap != " " and _BREAK.search(gap))):
            if any(stems):
                out.append((tuple(stems), start, end))
            stems = []
        if added is not None:
            if not stems:
                start = at
            stems.append(added)
        at += len(word)
        end = at
    if any(stems):
        out.append((tuple(stems), start, end))
    return tuple(out)


@lru_cache(maxsize=200_000)
def _added(written: str, language: str | None) -> str | None:
    """What a word adds to a phrase: its stem, "" for nothing, None where no phrase goes on over it."""
    word = fold(written)
    if word not in stop_words(language):
        return stem(word, language) if len(word) > 1 else ""
    return None if ends_phrase(word, language) else ""


def _read(wanted: Mapping[str, Sequence[Run]], read: Reader, found: Mapping[str, Candidates]) -> None:
    flat = [(topic, run) for topic, runs in wanted.items() for run in runs]
    phrases = read([run for _, run in flat]) if flat else []
    for (topic, run), held in zip(flat, phrases, strict=True):
        found[topic].add(run.sentence.text, held)
