"""Which sentences of a topic's texts are read for its name: the most promising first, as long as one could hold a better one.

Tagging is the dearest part of a judgement. The words of a sentence say beforehand what the best phrase made of them could
be worth; a sentence that promises less than the best phrase found so far is left unread, and the name is the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from horizon.topics.label import Candidates, Weighing, promise
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


Reader = Callable[[Sequence[Sentence]], Sequence[Sequence[Phrase]]]


def sentences_of(text: str) -> list[str]:
    """The text in sentences, well enough for phrases, which hold no mark that ends one."""
    return [part for part in _END.split(text) if part.strip()]


def name_all(subjects: Mapping[str, Subject], read: Reader, case: Spelling) -> dict[str, str]:
    """Name by topic, "" where nothing makes one. read: the phrases of each of some sentences, called a few times in all."""
    found = {topic: Candidates(subject.weighing) for topic, subject in subjects.items()}
    unread = {topic: _by_promise(subject) for topic, subject in subjects.items()}
    open_topics, at_once = set(unread), 1
    while open_topics:
        wanted = {}
        for topic in sorted(open_topics):
            least, left = found[topic].best()[0], unread[topic]
            hopeful = [sentence for hoped, sentence in left[:at_once] if hoped >= least]
            wanted[topic], unread[topic] = hopeful, left[len(hopeful) :]
        _read(wanted, read, found)
        open_topics = {topic for topic, sentences in wanted.items() if len(sentences) == at_once}
        at_once *= 2
    # a second phrase may come from any sentence
    rest = {t: [s for _, s in left] for t, left in unread.items() if left and not found[t].is_enough()}
    _read(rest, read, found)
    return {topic: found[topic].name(subject.language, case) for topic, subject in subjects.items()}


def _by_promise(subject: Subject) -> list[tuple[float, Sentence]]:
    n_texts = len({sentence.text for sentence in subject.sentences})
    told = [(promise(_runs(sentence), subject.weighing, n_texts), sentence) for sentence in subject.sentences]
    return sorted(told, key=lambda pair: (-pair[0], pair[1].text, pair[1].written))


def _runs(sentence: Sentence) -> Iterator[list[str]]:
    """Stems of words that may stand together in one phrase, "" for those that add nothing to it."""
    run: list[str] = []
    pieces = _PIECES.split(sentence.written)
    for gap, word in zip(pieces[0::2], pieces[1::2], strict=False):
        added = _added(word, sentence.language)
        if run and (added is None or (gap != " " and _BREAK.search(gap))):
            yield run
            run = []
        if added or (run and added is not None):
            run.append(added)
    if run:
        yield run


@lru_cache(maxsize=200_000)
def _added(written: str, language: str | None) -> str | None:
    """What a word adds to a phrase: its stem, "" for nothing, None where no phrase goes on over it."""
    word = fold(written)
    if word not in stop_words(language):
        return stem(word, language) if len(word) > 1 else ""
    return None if ends_phrase(word, language) else ""


def _read(wanted: Mapping[str, Sequence[Sentence]], read: Reader, found: Mapping[str, Candidates]) -> None:
    flat = [(topic, sentence) for topic, sentences in wanted.items() for sentence in sentences]
    phrases = read([sentence for _, sentence in flat]) if flat else []
    for (topic, sentence), held in zip(flat, phrases, strict=True):
        found[topic].add(sentence.text, held)
