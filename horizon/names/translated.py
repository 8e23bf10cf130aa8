"""Swedish names of bodies in English, by the words of data/names.toml: "Internationella energiorganet" is an international
energy agency. Only a name that is translated whole meets another; which body it is stays the other name's matter. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import product

from horizon.config import data_root, read_toml
from horizon.names.fold import SMALL, bare, folded

MOST_READINGS = (
    64  # a word may have several English ones; a name with more readings than this is told too loosely
)
_SPELLED = {
    "organization": "organisation", "program": "programme", "center": "centre", "labor": "labour",
    "defense": "defence", "eu": "european", "standardization": "standardisation", "environmental": "environment",
}  # fmt: skip


@cache
def _table(section: str) -> Mapping[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {
        k: tuple(v) for k, v in read_toml(data_root() / "names.toml")[section].items()
    }
    return table


@cache
def _exonyms() -> Mapping[str, str]:
    """Place in its own language or in Swedish, folded -> English name."""
    return {own: english for english, names in _table("places").items() for own in names}


def place_word(word: str, written: str | None = None) -> str:
    """A word with a place's English name where there is one ("goteborgs": gothenburg); written: as it stood in a genitive."""
    return _exonyms().get(written or word, _exonyms().get(word, word))


def nicknames(given: str) -> tuple[str, ...]:
    """The full names that a short or pet form stands for."""
    return _table("nicknames").get(given, ())


@cache
def _family_first() -> frozenset[str]:
    return frozenset(read_toml(data_root() / "names.toml")["family_first"])


def is_family_first(word: str) -> bool:
    """Whether a word is a surname of a language that puts it first; a text in another language may turn such a name round."""
    return word in _family_first()


@lru_cache(maxsize=50_000)
def english_words(name: str) -> tuple[str, ...]:
    """The telling words of an English name in one spelling, sorted."""
    return tuple(sorted(_one_spelling(w) for w in folded(name).split() if w not in SMALL))


def _one_spelling(word: str) -> str:
    plain = re.sub(r"logie?$", "logy", place_word(bare(word), word))
    return _SPELLED.get(plain, plain)


@lru_cache(maxsize=20_000)
def readings(name: str) -> frozenset[tuple[str, ...]]:
    """The English names, as sorted words, that a Swedish name may have; none where no word of it is a Swedish one."""
    options: list[tuple[str, ...]] = []
    n_translated = 0
    for word in folded(name).split():
        if word in SMALL:
            continue
        found = _words_for(word)
        n_translated += bool(found)
        options.append(found or (word,))
    if not n_translated:
        return frozenset()
    n_readings = 1
    for choice in options:
        n_readings *= len(choice)
    if n_readings > MOST_READINGS:
        return frozenset()
    if len(options) == 1:  # "Brandskyddsföreningen" is the Swedish one
        options.append(("", "swedish", "sweden"))
    return frozenset(
        tuple(sorted(_one_spelling(w) for part in chosen for w in part.split() if w not in SMALL))
        for chosen in product(*options)
    )


def is_of_another_country(word: str) -> bool:
    """Whether a folded word tells of a country or people other than Sweden, in Swedish or English."""
    return word in _countries()


@cache
def _countries() -> frozenset[str]:
    return frozenset(w for swedish, english in _table("nations").items() for w in (swedish, *english))


def _words_for(word: str) -> tuple[str, ...]:
    """English words for a Swedish word, whole or taken apart; none where it is no such word."""
    for section in ("words", "heads", "nations"):
        known = _table(section).get(word)
        if known:
            return known
    heads, parts = _table("heads"), _table("parts")
    for place in range(2, len(word) - 3):
        front, head = word[:place], word[place:]
        if head in heads and front in parts:
            return tuple(f"{a} {b}" for a in parts[front] for b in heads[head])
    return ()
