"""Every word of every text in order, as numbers, so that reading, terms and labels count arrays instead of strings.

Texts are taken apart once per judgement. What a written form means (its stem, whether it is a function word, a number)
is worked out once per form and language, not once per word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from horizon.topics.apart import take_apart
from horizon.topics.words import SENTENCE_BREAK, SENTENCE_END, fold, stem, stop_words

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Tokens:
    """One entry per word: titles before texts, row by row. Titles and texts are in one Unicode form (NFKC)."""

    n_rows: int
    row: Ints
    form: Ints  # which of `forms`
    root: Ints  # which of `roots`, -1 for function words and single letters
    is_title: Bools
    is_first: Bools  # of its title or text
    is_joined: Bools  # nothing but spaces before it, back to the word before
    starts_sentence: Bools
    is_inside: (
        Bools  # neither at the start nor within two characters of a mark after which a sentence may start
    )
    forms: tuple[str, ...]  # as written
    roots: tuple[str, ...]  # stems and folded numbers, in alphabetical order
    is_number: Bools  # by form

    def __len__(self) -> int:
        return len(self.row)


def tokenise(titles: Sequence[str], texts: Sequence[str], languages: Sequence[str | None]) -> Tokens:
    """Take the texts apart; row i of everything is text i."""
    both = [text for pair in zip(titles, texts, strict=True) for text in pair]
    held = take_apart([text if text.isascii() else unicodedata.normalize("NFKC", text) for text in both])
    forms, gaps, form_of, gap_of, row_of = held.forms, held.gaps, held.form, held.gap, held.text // 2
    is_first = np.ones(len(form_of), dtype=bool)
    is_first[1:] = held.text[1:] != held.text[:-1]
    spaces = _flags(not g.strip(" ") for g in gaps)
    breaks = _flags(SENTENCE_END.search(g[-3:]) is not None for g in gaps)
    nothing = _flags(not g for g in gaps)
    inside = _flags(len(g) > 0 and not SENTENCE_BREAK & set(g[-2:]) for g in gaps)
    far_in = _flags(len(g) > 1 for g in gaps)
    root, roots = _roots(row_of, form_of, forms, languages)
    return Tokens(
        n_rows=len(titles),
        row=row_of,
        form=form_of,
        root=root,
        is_title=held.text % 2 == 0,
        is_first=is_first,
        is_joined=spaces[gap_of],
        starts_sentence=breaks[gap_of] | (is_first & nothing[gap_of]),
        is_inside=inside[gap_of] & (far_in[gap_of] | ~is_first),
        forms=forms,
        roots=roots,
        is_number=_flags(f[0].isdigit() for f in forms),
    )


def _roots(
    row_of: Ints, form_of: Ints, forms: Sequence[str], languages: Sequence[str | None]
) -> tuple[Ints, tuple[str, ...]]:
    """Root of every word, and the roots; each form is looked at once per language it is used in."""
    names = sorted({language or "" for language in languages})
    number = {name: i for i, name in enumerate(names)}
    language_of = np.array([number[language or ""] for language in languages], dtype=np.int64)
    keys = language_of[row_of] * len(forms) + form_of
    is_used = np.zeros(len(names) * len(forms), dtype=bool)
    is_used[keys] = True
    used = np.flatnonzero(is_used)
    found = [_root(forms[key % len(forms)], names[key // len(forms)] or None) for key in used.tolist()]
    roots = tuple(sorted({root for root in found if root is not None}))
    place = {root: i for i, root in enumerate(roots)}
    table = np.full(len(is_used), -1, dtype=np.int64)
    table[used] = [-1 if root is None else place[root] for root in found]
    return table[keys], roots


def _root(written: str, language: str | None) -> str | None:
    word = fold(written)
    if written[0].isdigit():
        return word
    return None if word in stop_words(language) or len(word) < 2 else stem(word, language)


def distinct(values: Ints) -> Ints:
    """The different values, sorted: as np.unique, which hashes first and takes five times as long for millions."""
    held = np.sort(values)
    return held[np.concatenate([[True], held[1:] != held[:-1]])] if len(held) else held


def _flags(values: Iterable[bool]) -> Bools:
    return np.fromiter(values, dtype=bool)


def is_capital_at(forms: Sequence[str], place: int) -> Bools:
    """Whether the first (0) or second (1) letter of each form is a capital."""
    return np.char.isupper(np.array(forms, dtype="U2").view("U1").reshape(-1, 2)[:, place])


def _lengths(forms: Sequence[str]) -> Ints:
    return np.fromiter(map(len, forms), dtype=np.int64, count=len(forms))


def in_title_case(tokens: Tokens) -> Bools:
    """(n_rows,): titles that write most of their longer words with a capital, whose capitals tell no names."""
    is_long = (_lengths(tokens.forms) > 3) & ~tokens.is_number
    is_long = is_long[tokens.form] & tokens.is_title
    is_capital = is_capital_at(tokens.forms, 0)[tokens.form] & is_long
    n_long = np.bincount(tokens.row[is_long], minlength=tokens.n_rows)
    n_capital = np.bincount(tokens.row[is_capital], minlength=tokens.n_rows)
    return np.asarray((n_long > 2) & (n_capital > 0.6 * n_long))


def name_words(tokens: Tokens) -> Bools:
    """Words that stand as names: a capital inside a sentence, or two, and never in a title written in title case."""
    first = is_capital_at(tokens.forms, 0)[tokens.form]
    second = is_capital_at(tokens.forms, 1)[tokens.form]
    is_word = (tokens.root >= 0) & ~tokens.is_number[tokens.form]
    told = in_title_case(tokens)[tokens.row] & tokens.is_title
    return np.asarray(is_word & first & ~told & (~tokens.starts_sentence | second))


def telling_numbers(tokens: Tokens) -> Bools:
    """Numbers of two characters or more, and any number of a title."""
    is_long = (_lengths(tokens.forms) > 1)[tokens.form]
    return np.asarray(tokens.is_number[tokens.form] & (is_long | tokens.is_title))


def name_stem(written: str) -> str:
    """Names drop only a genitive, so that they meet across languages (Norrvik's, Norrviks, Norrvik)."""
    word = fold(written)
    if word.endswith("'s"):
        return word[:-2]
    return word[:-1] if word.endswith("s") and len(word) > 4 else word


@dataclass(frozen=True, slots=True)
class Reading:
    """One text taken apart: stemmed content words and numbers in order, name words and telling numbers (both folded)."""

    words: tuple[str, ...]
    names: frozenset[str]
    numbers: frozenset[str]


def read(title: str, text: str, language: str | None) -> Reading:
    """Take one document apart, as a judgement does."""
    tokens = tokenise([title], [text], [language])
    written = [tokens.forms[f] for f in tokens.form.tolist()]
    return Reading(
        words=tuple(tokens.roots[root] for root in tokens.root.tolist() if root >= 0),
        names=frozenset(name_stem(written[i]) for i in np.flatnonzero(name_words(tokens)).tolist()),
        numbers=frozenset(fold(written[i]) for i in np.flatnonzero(telling_numbers(tokens)).tolist()),
    )
