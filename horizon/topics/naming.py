"""Which sentences of a topic's texts are read for its name: headlines first, then those that could still hold a better one.

Tagging is the dearest part of a judgement. The words of a sentence say beforehand what the best phrase made of them could
be worth; a sentence that promises less than the best phrase found so far is left unread, and the name is the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from horizon.topics.label import Candidates, Weighing, promise
from horizon.topics.phrases import Phrase, ends_phrase
from horizon.topics.spelling import Spelling
from horizon.topics.words import WORD, fold, stem, stop_words

# a sentence ends at a mark after something longer than an initial or a short abbreviation, before a capital
_END = re.compile(r"(?<=[\w)”\"’%]{3}[.!?])\s+(?=[\"“”'‘(\[]?[A-ZÅÄÖ\d])|\n+")
_BREAK = re.compile(r"[,;:!?()\[\]\"“”«»…—/|]")  # inside no phrase
AT_FIRST = 2  # sentences of each topic that are read before anything is known


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
    wanted = {topic: [sentence for _, sentence in left[:AT_FIRST]] for topic, left in unread.items()}
    _read(wanted, read, found)
    for topic, left in unread.items():
        least = found[topic].best()[0]
        wanted[topic] = [sentence for hoped, sentence in left[AT_FIRST:] if hoped >= least]
        unread[topic] = [pair for pair in left[AT_FIRST:] if pair[0] < least]
    _read(wanted, read, found)
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
    language = sentence.language
    stop = stop_words(language)
    run: list[str] = []
    end = 0
    for match in WORD.finditer(sentence.written):
        word = fold(match.group())
        is_stop = word in stop
        if run and (
            (is_stop and ends_phrase(word, language)) or _BREAK.search(sentence.written, end, match.start())
        ):
            yield run
            run = []
        end = match.end()
        if not is_stop:
            run.append(stem(word, language))
        elif run:
            run.append("")
    if run:
        yield run


def _read(wanted: Mapping[str, Sequence[Sentence]], read: Reader, found: Mapping[str, Candidates]) -> None:
    flat = [(topic, sentence) for topic, sentences in wanted.items() for sentence in sentences]
    phrases = read([sentence for _, sentence in flat]) if flat else []
    for (topic, sentence), held in zip(flat, phrases, strict=True):
        found[topic].add(sentence.text, held)
