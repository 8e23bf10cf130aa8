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

import numpy as np

from horizon.topics.label import Candidates, Weighing, promises
from horizon.topics.phrases import Phrase, ends_phrase
from horizon.topics.spelling import Spelling
from horizon.topics.words import fold, pieces, stem, stop_words

# a sentence ends at a mark after something longer than an initial or a short abbreviation, before a capital
# (begun with its mark, by which it is found in a quarter of the time)
_END = re.compile(r"[.!?\n](?:(?<=[\w)”\"’%]{3}[.!?])(\s+)(?=[\"“”'‘(\[]?[A-ZÅÄÖ\d])|(?<=\n)\n*)")
_BREAK = re.compile(r"[,;:!?()\[\]\"“”«»…—/|]")  # inside no phrase


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
    out, start = [], 0
    for match in _END.finditer(text):
        # a mark belongs to its sentence, lines that end do not
        out.append(text[start : match.start() + (match[1] is not None)])
        start = match.end()
    out.append(text[start:])
    return [part for part in out if part.strip()]


def name_all(subjects: Mapping[str, Subject], read: Reader, case: Spelling) -> dict[str, str]:
    """Name by topic, "" where nothing makes one. read: the phrases in each of some runs, called a few times in all."""
    found = {topic: Candidates(subject.weighing) for topic, subject in subjects.items()}
    unread = _by_promise(subjects)
    open_topics, at_once = set(unread), 1
    while open_topics:
        wanted = {}
        for topic in sorted(open_topics):
            least, left = found[topic].best()[0], unread[topic]
            wanted[topic] = [run for hoped, run in left[:at_once] if hoped >= least]
            unread[topic] = left[len(wanted[topic]) :]
        _read(wanted, read, found)
        open_topics = {topic for topic, runs in wanted.items() if len(runs) == at_once}
        at_once *= 2
    # a second phrase may come from any run
    rest = {t: [run for _, run in left] for t, left in unread.items() if left and not found[t].is_enough()}
    _read(rest, read, found)
    return {topic: found[topic].name(subject.language, case) for topic, subject in subjects.items()}


def _by_promise(subjects: Mapping[str, Subject]) -> dict[str, list[tuple[float, Run]]]:
    """What the runs of each topic promise, the most promising first."""
    runs: list[Run] = []
    stems: list[tuple[str, ...]] = []
    weighings: list[Weighing] = []
    n_texts: list[int] = []
    sizes = []
    for subject in subjects.values():
        before = len(runs)
        for sentence in subject.sentences:
            for words, start, end in runs_of(sentence.written, sentence.language):
                runs.append(Run(sentence, start, end))
                stems.append(words)
        sizes.append(len(runs) - before)
        weighings += [subject.weighing] * sizes[-1]
        n_texts += [len({sentence.text for sentence in subject.sentences})] * sizes[-1]
    told = promises(stems, weighings, n_texts)
    order = np.lexsort((-told, np.repeat(np.arange(len(sizes)), sizes))).tolist()
    hoped = told.tolist()
    out, start = {}, 0
    for topic, size in zip(subjects, sizes, strict=True):
        out[topic] = [(hoped[i], runs[i]) for i in order[start : start + size]]
        start += size
    return out


@lru_cache(maxsize=20_000)
def runs_of(written: str, language: str | None) -> tuple[tuple[tuple[str, ...], int, int], ...]:
    """Runs of words of a text inside which a phrase may lie: stems ("" for a word that adds none), from where, to where."""
    out = []
    stems: list[str] = []
    start = end = at = 0
    held = pieces(written)
    for gap, word in zip(held[0::2], held[1::2], strict=False):
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
