"""Whether a sentence tells of more or less of a quantity: "trims its rate", "drar in pengar", "scraps a planned rise".

The quantity is a word that the catalogue names for a force (`grows_with`, `shrinks_with`); the change is the nearest word of
change in its clause. A change that is itself called off is turned ("scraps the planned rise in fees").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from horizon.impact import tone_words as lists
from horizon.impact.compared import compared
from horizon.impact.particles import plain

NEAR = 4  # words between the quantity and what becomes of it, small words left out
CHAINED = 3  # words between a change and what calls it off
WEIGHTS = (2.0, 1.5, 1.0)  # of title, lead and second sentence; later ones tell the background
_CLAUSE = re.compile(r"[,;:–]\s|\b(?:and|but|while|although|as|och|men|medan|fast|när)\b")
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


@dataclass(frozen=True, slots=True)
class Quantities:
    """Patterns of the words for what a force is measured by."""

    grows: re.Pattern[str] | None
    shrinks: re.Pattern[str] | None

    def side(self, word: str) -> int:
        """1 where more of it is more of the force, -1 where it is less, 0 where it is no quantity of the force."""
        if self.shrinks and self.shrinks.fullmatch(word):
            return -1
        return 1 if self.grows and self.grows.fullmatch(word) else 0


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w).replace(r"\*", ".*") for w in sorted(set(words))))


# In this order: a word is what the first list says that knows it.
_CHANGES = {
    "en": (
        ("lift", _pattern(["lift", "lifts", "lifted", "lifting"])),
        ("undo", _pattern(lists.UNDO_EN)),
        ("down", _pattern((*lists.LESS_EN, *lists.DOWN_EN))),
        ("up", _pattern((*lists.MORE_EN, *lists.UP_EN))),
    ),
    "sv": (
        ("lift", _pattern(["lyfts", "lyfter", "lyfta"])),
        ("undo", _pattern(lists.UNDO_SV)),
        ("down", _pattern((*lists.LESS_SV, *lists.DOWN_SV))),
        ("up", _pattern((*lists.MORE_SV, *lists.UP_SV))),
    ),
}
_RESTRICTIONS = _pattern(lists.RESTRICTIONS)
# After the quantity only these forms say that it is itself undone.
_UNDONE = {
    "en": re.compile(r".*ed|ends?|drops?|delays|withdrawn"),
    "sv": re.compile(r".*(?:as|[aeitdv]ts|[aeitd]s|hävs|vs|ad|at|da|t)|upphör\w*|dröjer"),
}
_INSIDE = ((re.compile(r"(?:sänkning|minskning|lättnad)"), -1), (re.compile(r"(?:höjning|ökning)"), 1))


@lru_cache(maxsize=100_000)
def _change_of(word: str, language: str) -> str | None:
    return next((name for name, known in _CHANGES[language] if known.fullmatch(word)), None)


@lru_cache(maxsize=1_000)
def quantities(grows_with: tuple[str, ...], shrinks_with: tuple[str, ...]) -> Quantities:
    """Star-words of the quantities that a force grows and shrinks with."""
    return Quantities(*(_pattern(words) if words else None for words in (grows_with, shrinks_with)))


@lru_cache(maxsize=100_000)  # a year of weeks asks for the same sentences again and again
def moves(sentence: str, language: str, known: Quantities) -> tuple[Move, ...]:
    """What a sentence tells of the force by its quantities; way is 1 where the force grows. language: "en" or "sv"."""
    folded = _AMOUNT.sub(" ", plain(sentence.casefold(), language))
    found: list[Move] = []
    sides: list[int] = []
    for clause in _CLAUSE.split(folded):
        words = [
            w for w in _WORD.findall(clause) if len(w) > 1 and w not in _SMALL and w not in lists.HELPERS
        ]
        for i, word in enumerate(words):
            if side := known.side(word):
                sides.append(side)
                move = _inside(word) or _near(words, i, language)
                found += [Move(side * move.way, move.words)] if move else []
    if sides and (way := compared(sentence.casefold())):
        return (Move(sides[0] * way, ("compared numbers",)),)
    return tuple(found)


def _inside(word: str) -> Move | None:
    """A Swedish compound that holds quantity and change: "räntesänkning"."""
    return next((Move(way, (word,)) for pattern, way in _INSIDE if pattern.search(word)), None)


def _near(words: list[str], i: int, language: str) -> Move | None:
    span = range(max(0, i - NEAR), min(len(words), i + NEAR + 1))
    changes = {
        j: name
        for j in span
        if j != i
        and (name := _change_of(words[j], language))
        and not (name == "undo" and _acts(words, i, j, language))
    }
    plain_ones = sorted((j for j in changes if changes[j] != "undo"), key=lambda j: abs(j - i))
    undone = sorted((j for j in changes if changes[j] == "undo"), key=lambda j: abs(j - i))
    if not plain_ones:
        return Move(-1, _in_order(words, i, undone[0])) if undone else None
    j = plain_ones[0]
    way = {"up": 1, "down": -1}.get(changes[j]) or (-1 if _RESTRICTIONS.fullmatch(words[i]) else 1)
    off = next((k for k in undone if 0 < j - k <= CHAINED), None)  # "scraps the planned rise"
    if off is not None and changes[j] == "lift":
        return Move(1, _in_order(words, i, j, off))  # "the halt on shipments is lifted"
    if off is not None:
        return Move(-way, _in_order(words, i, j, off))
    if _is_denied(words, j, language):
        return None
    return Move(way, _in_order(words, i, j))


def _acts(words: list[str], i: int, j: int, language: str) -> bool:
    """Whether the quantity is what undoes, not what is undone: "saving stops posts"."""
    if j < i or j == len(words) - 1:
        return False
    return not _UNDONE[language].fullmatch(words[j])


def _is_denied(words: list[str], j: int, language: str) -> bool:
    denials = lists.NOT_SV if language == "sv" else (*lists.NOT_EN, *lists.FAILED_EN)
    return any(word in denials for word in words[max(0, j - 2) : j + 2])


def _in_order(words: list[str], *places: int) -> tuple[str, ...]:
    return tuple(words[k] for k in sorted(places))
