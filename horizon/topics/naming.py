"""Which words of a topic's texts are read for its name: the most promising first, as long as they could hold a better one.

Tagging is the dearest part of a judgement. A run of words in which a phrase may lie says beforehand what the best phrase
made of them could be worth; a run that promises less than the best phrase found so far is left unread, and the name is the
same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from horizon.topics.apart import Ints
from horizon.topics.label import Candidates, Weighing, promises
from horizon.topics.phrases import Phrase
from horizon.topics.runs import Runs, find_runs
from horizon.topics.spelling import Spelling

# a sentence ends at a mark after something longer than an initial or a short abbreviation, before a capital
# (begun with its mark, by which it is found in a quarter of the time)
_END = re.compile(r"[.!?\n](?:(?<=[\w)”\"’%]{3}[.!?])(\s+)(?=[\"“”'‘(\[]?[A-ZÅÄÖ\d])|(?<=\n)\n*)")


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
    open_topics, at_once = set(subjects), 1
    while open_topics:
        wanted = {t: unread.take(t, at_once, found[t].best()[0]) for t in sorted(open_topics)}
        _read(wanted, read, found)
        open_topics = {topic for topic, runs in wanted.items() if len(runs) == at_once}
        at_once *= 2
    # a second phrase may come from any run
    rest = {t: unread.take(t, None, 0.0) for t in subjects if unread.left[t] and not found[t].is_enough()}
    _read(rest, read, found)
    return {topic: found[topic].name(subject.language, case) for topic, subject in subjects.items()}


@dataclass(frozen=True, slots=True)
class _Unread:
    """The runs of all topics, and those of each by number, the most promising first, with what they promise."""

    sentences: Sequence[Sentence]
    sentence: Sequence[int]
    start: Sequence[int]
    end: Sequence[int]
    left: dict[str, list[tuple[float, int]]]

    def take(self, topic: str, most: int | None, least: float) -> list[Run]:
        """The next runs of a topic, as long as they promise enough."""
        wanted = [number for hoped, number in self.left[topic][:most] if hoped >= least]
        self.left[topic] = self.left[topic][len(wanted) :]
        return [Run(self.sentences[self.sentence[i]], self.start[i], self.end[i]) for i in wanted]


def _by_promise(subjects: Mapping[str, Subject]) -> _Unread:
    sentences = [sentence for subject in subjects.values() for sentence in subject.sentences]
    kinds: dict[tuple[str, str | None], int] = {}  # texts of one topic repeat each other's sentences
    kind = np.array(
        [kinds.setdefault((s.written, s.language), len(kinds)) for s in sentences], dtype=np.int64
    )
    runs = find_runs([written for written, _ in kinds], [language for _, language in kinds])
    of_subject = np.repeat(np.arange(len(subjects)), [len(s.sentences) for s in subjects.values()])
    first = np.searchsorted(runs.sentence, np.arange(len(kinds) + 1))
    sentence, run = _laid_out(first[kind], first[kind + 1])
    held, word = _laid_out(runs.first[run], runs.first[run + 1])
    topic = of_subject[sentence]
    worth, n_texts = _weighed(runs, runs.stem[word], topic[held], [s.weighing for s in subjects.values()])
    most = np.array(
        [len({s.text for s in subject.sentences}) for subject in subjects.values()], dtype=np.int64
    )
    told = promises(worth, n_texts, runs.stem[word] >= 0, np.diff(runs.first)[run], most[topic])
    order = np.lexsort((-told, topic))
    edges = np.searchsorted(topic[order], np.arange(len(subjects) + 1)).tolist()
    pairs = list(zip(told[order].tolist(), order.tolist(), strict=True))
    return _Unread(
        sentences,
        sentence.tolist(),
        runs.start[run].tolist(),
        runs.end[run].tolist(),
        {topic: pairs[a:b] for topic, (a, b) in zip(subjects, pairwise(edges), strict=True)},
    )


def _laid_out(first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """Every number from first to last of every pair, and which pair it is of."""
    size = last - first
    pair = np.repeat(np.arange(len(size)), size)
    return pair, np.arange(len(pair)) - np.repeat(np.cumsum(size) - size, size) + first[pair]


def _weighed(
    runs: Runs, stems: Ints, topic: Ints, weighings: Sequence[Weighing]
) -> tuple[npt.NDArray[np.float64], Ints]:
    """What each stem is worth to its topic, and in how many of its texts it stands; zeros where there is no stem."""
    n = len(runs.stems) + 1
    keys, at = np.unique(topic * n + stems + 1, return_inverse=True)
    pairs = [
        (weighings[key // n], runs.stems[key % n - 1]) if key % n else (None, "") for key in keys.tolist()
    ]
    worth = np.array([w.worth[written] if w else 0.0 for w, written in pairs], dtype=np.float64)
    n_texts = np.array([w.n_texts.get(written, 0) if w else 0 for w, written in pairs], dtype=np.int64)
    return worth[at], n_texts[at]


def _read(wanted: Mapping[str, Sequence[Run]], read: Reader, found: Mapping[str, Candidates]) -> None:
    flat = [(topic, run) for topic, runs in wanted.items() for run in runs]
    phrases = read([run for _, run in flat]) if flat else []
    for (topic, run), held in zip(flat, phrases, strict=True):
        found[topic].add(run.sentence.text, held)
