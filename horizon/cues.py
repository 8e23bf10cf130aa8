"""Finding cue phrases in English and Swedish text: whole words in any inflection, and Swedish compounds.

Used for forces and for the parts of a system. A word is known by its bases: itself and itself without each ending it may
carry; two words meet when they share a base, so "skatterna" and "skatt" do. A Swedish cue of one word is also found at
the beginning or end of a compound ("skattelag", "inkomstskatt"), which counts COMPOUND instead of 1.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

CueLanguage = Literal["en", "sv"]
CUE_LANGUAGES: tuple[CueLanguage, ...] = ("en", "sv")
COMPOUND = 0.7
MIN_BASE = 4  # letters left when an ending is taken off
MIN_COMPOUND_BASE = 5  # shorter words begin too many unrelated ones ("val" in "valuta")
MIN_COMPOUND_REST = 3
MAX_KEPT = 100_000  # words of which an index remembers what they begin
_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s?\b")
_ENDINGS: dict[CueLanguage, tuple[tuple[str, str], ...]] = {
    "en": (("ies", "y"), ("es", ""), ("es", "e"), ("s", "")),
    "sv": tuple((ending, "") for ending in (
        "arnas", "ernas", "ornas", "arna", "erna", "orna", "ens", "ets", "ars", "ers", "ar", "er", "or", "en", "et", "na",
        "n", "t", "s", "a", "e",
    )),
}  # fmt: skip


class Word(NamedTuple):
    """A word of a text, case-folded, and the characters it covers."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found in a text. owner: whose cue; start, end: characters; quality: 1, or COMPOUND inside a compound."""

    owner: str
    cue: str
    start: int
    end: int
    quality: float


@lru_cache(maxsize=2_048)  # a text is sought through for many owners in a row
def words(text: str) -> tuple[Word, ...]:
    """The words of a text in order; a possessive 's belongs to none."""
    blank = _POSSESSIVE.sub(lambda m: " " * len(m.group()), text)
    return tuple(Word(m.group().casefold(), m.start(), m.end()) for m in _WORD.finditer(blank))


def composed(text: str) -> str:
    """Text with accents composed, as the cues are; call it before `find` when the characters' places matter."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=200_000)
def bases(word: str, language: CueLanguage) -> frozenset[str]:
    """The word and what is left of it without each ending it may carry."""
    found = {word}
    for ending, put in _ENDINGS[language]:
        base = word[: -len(ending)] + put
        if word.endswith(ending) and len(base) >= MIN_BASE:
            found.add(base)
    return frozenset(found)


class CueIndex:
    """Cues of many owners (forces, parts) in one language, ready to be sought in texts."""

    def __init__(
        self, cues: Mapping[str, Iterable[str]], language: CueLanguage, *, in_compounds: bool = True
    ) -> None:
        self.language: CueLanguage = language
        self.in_compounds = in_compounds and language == "sv"  # names are not sought inside longer words
        self.n_owners: dict[str, int] = defaultdict(int)  # cue -> how many owners claim it
        self._phrases: dict[str, list[tuple[tuple[frozenset[str], ...], str, str]]] = defaultdict(list)
        self._begins: dict[str, tuple[tuple[tuple[frozenset[str], ...], str, str], ...]] = {}
        self._singles: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for owner, phrases in cues.items():
            for cue in dict.fromkeys(phrases):
                self._add(owner, cue)

    def _add(self, owner: str, cue: str) -> None:
        wanted = tuple(bases(word.text, self.language) for word in words(composed(cue)))
        if not wanted:
            return
        self.n_owners[cue] += 1
        for base in wanted[0]:
            self._phrases[base].append((wanted, owner, cue))
            if self.in_compounds and len(wanted) == 1 and len(base) >= MIN_COMPOUND_BASE:
                self._singles[base].append((owner, cue))

    def find(self, text: str) -> list[Hit]:
        """Every hit in the text, in the order of the text; at one place an owner is hit by its longest cue only."""
        found = words(text)
        best: dict[tuple[str, int], Hit] = {}
        for hit in (*self._whole(found), *self._compounds(found)):
            known = best.get((hit.owner, hit.start))
            if known is None or _worth(hit) > _worth(known):
                best[hit.owner, hit.start] = hit
        return sorted(best.values(), key=lambda hit: (hit.start, hit.owner))

    def _whole(self, found: Sequence[Word]) -> Iterator[Hit]:
        begins = self._begins
        for i, word in enumerate(found):
            entries = begins.get(word.text)
            for wanted, owner, cue in self._learn(word.text) if entries is None else entries:
                last = i + len(wanted)
                if last <= len(found) and all(
                    a & bases(f.text, self.language) for a, f in zip(wanted, found[i:last], strict=True)
                ):
                    yield Hit(owner, cue, word.start, found[last - 1].end, 1.0)

    def _learn(self, word: str) -> tuple[tuple[tuple[frozenset[str], ...], str, str], ...]:
        """Cues that a word may begin, found out and kept; most words begin none."""
        entries = tuple(e for base in bases(word, self.language) for e in self._phrases.get(base, ()))
        if len(self._begins) >= MAX_KEPT:
            self._begins.clear()
        self._begins[word] = entries
        return entries

    def _compounds(self, found: Sequence[Word]) -> Iterator[Hit]:
        if not self._singles:
            return
        for word in found:
            size = len(word.text)
            if size < MIN_COMPOUND_BASE + MIN_COMPOUND_REST:
                continue
            parts = {word.text[:n] for n in range(MIN_COMPOUND_BASE, size - MIN_COMPOUND_REST + 1)}
            for base in bases(word.text, self.language):
                parts |= {base[n:] for n in range(MIN_COMPOUND_REST, len(base) - MIN_COMPOUND_BASE + 1)}
            for part in parts:
                for owner, cue in self._singles.get(part, ()):
                    yield Hit(owner, cue, word.start, word.end, COMPOUND)


def _worth(hit: Hit) -> tuple[float, int, int, str]:
    return hit.quality, hit.end, len(hit.cue), hit.cue
