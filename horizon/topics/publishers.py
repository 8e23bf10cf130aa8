"""Names of publishers: what a paper calls itself is no subject, so that no label and no term may hold it.

A name of several words is refused wherever its words stand in a row. A name of one word is refused wherever that stands, but
for an everyday word ("Nature", "Regeringen"), which running text mostly writes in lower case: there the word alone is refused.
Stems are taken in both languages, since a Swedish text names an English paper and the other way round, and of the Swedish
genitive too, which the light stemmer does not always bring back to the name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from horizon.topics.label import content_stems, content_words
from horizon.topics.spelling import Spelling

_LANGUAGES = ("en", "sv", None)


@dataclass(frozen=True, slots=True)
class Publishers:
    """Stems of the names: those that may not stand inside a phrase, and those that may not be all of it."""

    inside: frozenset[tuple[str, ...]] = frozenset()
    alone: frozenset[tuple[str, ...]] = frozenset()

    @classmethod
    def of(cls, names: Iterable[str], case: Spelling) -> Publishers:
        """case: how the window's running text writes words."""
        inside: set[tuple[str, ...]] = set()
        alone: set[tuple[str, ...]] = set()
        for name in names:
            for language in _LANGUAGES:
                words = content_words(name, language)
                is_everyday = len(words) == 1 and case.is_common(words[0])
                stems = {content_stems(written, language) for written in (name, f"{name}s")}
                (alone if is_everyday else inside).update(stems)
        return cls(frozenset(inside - {()}), frozenset(alone - {()}))

    def forbid(self, stems: Sequence[str]) -> bool:
        """True when a phrase of these stems is the name of a publisher or has one inside."""
        held = tuple(stems)
        ends = range(1, len(held) + 1)
        return held in self.alone or any(held[a:b] in self.inside for b in ends for a in range(b))

    def stand_in(self, label: str) -> bool:
        """The same of a label as written, whatever its language."""
        return any(self.forbid(content_stems(label, language)) for language in _LANGUAGES)
