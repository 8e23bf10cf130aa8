"""Whether a sentence tells of more or less of a quantity: "trims its rate", "drar in pengar", "scraps a planned rise".

The quantity is a word that the catalogue names for a force (`grows_with`, `shrinks_with`); the change is the nearest word of
change in its clause. A change that is itself called off is turned ("scraps the planned rise in fees").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from horizon.impact import tone_words as lists
from horizon.impact.chain import Word, outcome, sort_of
from horizon.impact.chain_words import LINKS, NONE_OF
from horizon.impact.compared import compared
from horizon.impact.particles import plain
from horizon.impact.tone_words import starred

WEIGHTS = (2.0, 1.5, 1.0)  # of title, lead and second sentence; later ones tell the background
_CLAUSE = re.compile(
    r"[,;:–]\s|\b(?:and|but|while|although|as|after|following|despite|och|men|medan|fast|när|efter|trots)\b"
)
_AMOUNT = re.compile(r"\b(?:more|less|fewer|mer|fler|mindre|färre) (?:than|än)\b")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SMALL = frozenset(
    lists.words_of("""
the a an of in on by to its their his her this that these for with at from per cent percentage point points
en ett den det de av på i om till för med från sin sitt sina procent procentenhet procentenheter
""")
)


@dataclass(frozen=True, slots=True)
class Move:
    """A quantity and what becomes of it: way 1 is more, -1 less."""

    way: int
    words: tuple[str, ...]  # as they were read, in the order of the text
    is_undone: bool = False  # something was called off or denied, not only changed


@dataclass(frozen=True, slots=True)
class Quantities:
    """Star-words of what a force is measured by."""

    grows: tuple[str, ...]
    shrinks: tuple[str, ...]
    ends: tuple[str, ...] = ()  # that it is said to be there tells it, whatever becomes of it

    def side(self, word: str) -> int:
        """1 where more of it is more of the force, -1 where it is less, 0 where it is no quantity of the force.

        Where words of both sides fit, the longer one knows it better: "exportförbud*" is no "export*".
        """
        grows, shrinks = _fit(self.grows, word), max(_fit(self.shrinks, word), _fit(self.ends, word))
        return 0 if grows == shrinks == 0 else 1 if grows > shrinks else -1

    def is_end(self, word: str) -> bool:
        """Whether the word tells by itself that the force recedes."""
        return _fit(self.ends, word) > 0


@lru_cache(maxsize=100_000)
def _fit(words: tuple[str, ...], word: str) -> int:
    """Letters of the longest star-word that fits a word; 0 where none does."""
    if not words or not starred(words).fullmatch(word):
        return 0
    return max(len(w) for w in words if starred((w,)).fullmatch(word))


_INSIDE = ((re.compile(r"(?:sänkning|minskning|lättnad)"), -1), (re.compile(r"(?:höjning|ökning)"), 1))


@lru_cache(maxsize=100_000)  # a year of weeks asks for the same sentences again and again
def moves(sentence: str, language: str, known: Quantities, *, is_field: bool = False) -> tuple[Move, ...]:
    """What a sentence tells of the force by its quantities; way is 1 where the force grows. language: "en" or "sv".

    is_field: the words are those of a field of work, of which nothing is told where something for it is called off ("drops its
    plan for liability for drones"), nor by what it goes without ("trucks without drivers").
    """
    folded = _AMOUNT.sub(" ", plain(sentence.casefold(), language))
    found: list[Move] = []
    sides: list[int] = []
    for words in clauses(folded):
        for i, word in enumerate(words):
            if (side := known.side(word.text)) and not _is_before_another(words, i, known):
                if is_field and _hangs(words, i):
                    continue
                sides.append(side)
                move = _inside(word.text) or _around(words, i, language)
                if move is None and known.is_end(word.text):
                    move = Move(1, (word.text,), True)
                found += [Move(side * move.way, move.words, move.is_undone)] if move else []
    if len(set(sides)) == 1 and (way := compared(sentence.casefold())):
        return (Move(sides[0] * way, ("compared numbers",)),)
    return tuple(found)


def clauses(sentence: str) -> list[list[Word]]:
    """The words of each clause of a case-folded sentence."""
    return [_words_of(clause) for clause in _CLAUSE.split(sentence)]


def _words_of(clause: str) -> list[Word]:
    """The words that tell, each with the small words beside it."""
    words: list[Word] = []
    small = ""
    for text in _WORD.findall(clause):
        if len(text) > 1 and text not in _SMALL and text not in lists.HELPERS:
            words.append(Word(text, before=small))
            small = ""
        elif not small:
            small = text
            if words:
                words[-1] = replace(words[-1], after=text)
    return words


def _is_before_another(words: Sequence[Word], i: int, known: Quantities) -> bool:
    """Whether the word only says of what the next quantity is: "patent court fees"."""
    for k in range(i + 1, min(i + 3, len(words))):
        if words[k - 1].after:
            return False
        if known.side(words[k].text) and not sort_of(words[k].text, "en"):
            return True
    return False


def _hangs(words: Sequence[Word], i: int) -> bool:
    """Whether the noun that ends at a word hangs on another one ("liability for artificial intelligence") or is gone without."""
    first = next(k for k in range(i, -1, -1) if k == 0 or words[k].before)
    return words[first].before in LINKS or any(w.text in NONE_OF for w in words[max(0, i - 2) : i])


def _inside(word: str) -> Move | None:
    """A Swedish compound that holds quantity and change: "räntesänkning"."""
    return next(
        (Move(way, (word,)) for pattern, way in _INSIDE if (m := pattern.search(word)) and m.start()), None
    )


def _around(words: Sequence[Word], i: int, language: str) -> Move | None:
    found = outcome(words, i, language)
    return (
        None
        if found is None
        else Move(found.way, tuple(words[k].text for k in found.places), found.is_undone)
    )
