"""A topic's name for readers: a short noun phrase from its own documents, in the language of most of them.

Candidates come from phrases.py; here they are weighed. A good name stands in most documents of the topic and in few
others, has two to four content words, and is written as inside a sentence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

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

    worth: Mapping[str, float]
    presence: Sequence[frozenset[str]]  # stems of each text of the topic


def majority_language(languages: Iterable[str | None]) -> str | None:
    """The commonest language, the alphabetically first on a tie."""
    counts = Counter(language for language in languages if language)
    return min(counts.items(), key=lambda kv: (-kv[1], kv[0]))[0] if counts else None


def weigh(presence: Sequence[frozenset[str]], background: Mapping[str, float]) -> Weighing:
    """background: share of all texts of the window that have a stem (1 per window for none)."""
    n = len(presence)
    counts = Counter(s for stems in presence for s in stems)
    worth = {
        s: round(c / n * float(np.log2(1 + (c / n) / max(background.get(s, 0.0), 1e-6))), 6)
        for s, c in counts.items()
    }
    return Weighing(worth, presence)


def score(stems: Sequence[str], weighing: Weighing) -> float:
    """How good a name the stems would make; a repeated stem makes none."""
    if not stems or len(set(stems)) < len(stems):
        return 0.0
    power = sum(weighing.worth.get(s, 0.0) for s in stems) / (len(stems) + 0.7)
    return power * LENGTH_FACTOR.get(len(stems), 0.6)


def choose(
    texts: Sequence[Iterable[Phrase]], weighing: Weighing, language: str | None, case: Spelling
) -> str:
    """The name of a topic from the candidate phrases of its texts, "" when there is none."""
    coverage: Counter[tuple[str, ...]] = Counter()
    written: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for phrases in texts:
        held = {(phrase.stems, phrase.written) for phrase in phrases}
        coverage.update({stems for stems, _ in held})
        for stems, spelling in sorted(held):
            written[stems][spelling] += 1
    if not coverage:
        return ""

    def merit(stems: tuple[str, ...]) -> float:
        return round(score(stems, weighing) * (1 + 0.25 * float(np.log2(coverage[stems]))), 6)

    def spelled(stems: tuple[str, ...]) -> str:
        return min(written[stems].items(), key=lambda kv: (-kv[1], kv[0]))[0]

    ranked = sorted(coverage, key=lambda s: (-merit(s), s))
    best = ranked[0]
    second = _second(best, ranked, weighing)
    if second is None:
        return case.sentence(spelled(best))
    joined = f"{case.sentence(spelled(best))} {AND.get(language or '', '/')} {case.running(spelled(second))}"
    return joined if len(joined.split()) <= MAX_WORDS + 1 else case.sentence(spelled(best))


def _second(
    best: tuple[str, ...], ranked: Sequence[tuple[str, ...]], weighing: Weighing
) -> tuple[str, ...] | None:
    """A phrase for the texts the best one does not touch, where it touches too few."""
    untouched = [stems for stems in weighing.presence if not stems.intersection(best)]
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


def content_stems(text: str, language: str | None) -> tuple[str, ...]:
    """Stems of the content words of a text, in order."""
    stop = stop_words(language)
    return tuple(
        stem(w, language) for m in WORD.finditer(text) if (w := fold(m.group())) not in stop and len(w) > 1
    )
