"""Names of publishers: what a paper calls itself is no subject, so that no label and no term may hold it.

A name is refused wherever its words stand in a row, with and without its section ("BBC World" bars "BBC"); so is what is cut
out of one ("European Central" out of "European Central Bank"), where the window hardly says it apart from the name. A name
made of everyday words ("Nature", "Foreign Policy") is refused only where it is all of the phrase; one of several words stays
free as a term. A word is everyday where running text mostly writes it in lower case, several where they are met so.
Stems are taken in both languages, since a Swedish text names an English paper and the other way round, and of the Swedish
genitive too, which the light stemmer does not always bring back to the name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from horizon.topics.label import content_stems, content_words
from horizon.topics.mentions import Mentions
from horizon.topics.sections import KINDS, SECTIONS, without_sections
from horizon.topics.spelling import Spelling
from horizon.topics.tokens import Tokens
from horizon.topics.words import WORD, fold, stop_words

_LANGUAGES = ("en", "sv", None)
_ARTICLES = frozenset("the a an den det de die der das la le les".split())  # noqa: SIM905
REMNANT_SHARE = 0.9  # of the mentions of a part of a name: so many of them inside it, and it is nothing else
SHORTEST = 3  # letters of a lone word that is left of a name: "EU News", "TV 2 Norway"


@dataclass(frozen=True, slots=True)
class Publishers:
    """Stems of the names: those that may not stand inside a phrase, and those that may not be all of it."""

    inside: frozenset[tuple[str, ...]] = frozenset()
    alone: frozenset[tuple[str, ...]] = frozenset()

    @classmethod
    def of(cls, names: Iterable[str], case: Spelling, tokens: Tokens | None = None) -> Publishers:
        """case: how the window's running text writes words. tokens: the window, to tell how names are used in it.

        Without tokens a name of several words is everyday when all of them are, and nothing is told of parts of names.
        """
        window = None if tokens is None else Mentions.of(tokens)
        inside: set[tuple[str, ...]] = set()
        alone: set[tuple[str, ...]] = set()
        for name in names:
            for written in (name, *without_sections(name)):
                is_everyday = _is_everyday(written, case, window)
                if written != name and (is_everyday or not _is_name(written)):
                    continue
                for stems in _stems(written):
                    is_free = is_everyday or _is_worn(written, stems, case, window)
                    (alone if is_free else inside).add(stems)
        if window is not None:
            for part in _remnants(inside, window):
                (alone if len(part) == 1 else inside).add(part)
        return cls(frozenset(inside), frozenset(alone))

    def forbid(self, stems: Sequence[str]) -> bool:
        """True when a phrase of these stems is the name of a publisher or has one inside."""
        held = tuple(stems)
        ends = range(1, len(held) + 1)
        return held in self.alone or any(held[a:b] in self.inside for b in ends for a in range(b))

    def stand_in(self, label: str) -> bool:
        """The same of a label as written, whatever its language."""
        return any(self.forbid(content_stems(label, language)) for language in _LANGUAGES)


def _stems(name: str) -> set[tuple[str, ...]]:
    """Those by which a name is known: none of a number alone, nor of one word that lost a letter or figure ("E24", "Ai2")."""
    is_whole = all(len(word) > 1 for word in WORD.findall(name))
    held = {content_stems(w, language) for w in (name, f"{name}s") for language in _LANGUAGES}
    return {
        stems
        for stems in held
        if not all(stem[0].isdigit() for stem in stems) and (len(stems) > 1 or is_whole)
    }


def _is_worn(name: str, stems: tuple[str, ...], case: Spelling, window: Mentions | None) -> bool:
    """Whether one stem is all that is left of a name of several words ("The Next Web"), or is also that of an everyday word."""
    if len(stems) != 1:
        return False
    n_words = sum(fold(word) not in _ARTICLES for word in WORD.findall(name))
    is_shared = case.is_common(stems[0]) or (window is not None and window.is_mostly_small(stems))
    return n_words > 1 or is_shared


def _is_everyday(name: str, case: Spelling, window: Mentions | None) -> bool:
    """Whether the words of a name are mostly no name; where the window does not tell, whether each of them is everyday."""
    words = content_words(name, None)
    if window is not None and len(words) > 1:
        n_everyday = n_name = 0
        for stems, is_capital in {_told(name, language) for language in _LANGUAGES}:
            found = window.uses(stems, is_capital, case)
            n_everyday, n_name = n_everyday + found[0], n_name + found[1]
        if n_everyday or n_name:
            return n_everyday >= n_name
    return bool(words) and all(case.is_common(word) for word in words)


def _told(name: str, language: str | None) -> tuple[tuple[str, ...], tuple[bool, ...]]:
    """Stems of a name, and which of its words it writes with a capital."""
    stop = stop_words(language)
    words = [word for word in WORD.findall(name) if len(word) > 1 and fold(word) not in stop]
    return content_stems(name, language), tuple(word[0].isupper() for word in words)


def _is_name(left: str) -> bool:
    """Whether what is left of a name without its section can be one: no place, no kind of body, no two letters."""
    words = content_words(left, None)
    told = [word for word in words if word not in SECTIONS and len(word) >= SHORTEST]
    return bool(told) and (len(words) > 1 or words[0] not in KINDS)


def _remnants(names: Iterable[tuple[str, ...]], window: Mentions) -> set[tuple[str, ...]]:
    """Parts of names that the window hardly says apart from the names."""
    held = [name for name in names if len(window.find(name))]
    is_covered = window.covered(held)
    parts = {n[a:b] for n in held for a in range(len(n)) for b in range(a + 1, len(n) + 1) if b - a < len(n)}
    out = set()
    for part in parts:
        found = window.find(part)
        n_inside = int(is_covered[found[:, None] + np.arange(len(part))].all(axis=1).sum())
        if n_inside and n_inside >= REMNANT_SHARE * len(found):
            out.add(part)
    return out
