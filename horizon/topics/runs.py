"""Runs of words in which a phrase may lie, in many sentences at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from horizon.topics.apart import Apart, Index, Ints, take_apart
from horizon.topics.phrases import ends_phrase
from horizon.topics.words import fold, stem, stop_words

_BREAK = re.compile(r"[,;:!?()\[\]\"“”«»…—/|]")  # inside no phrase
_ENDS, _NOTHING = -2, -1  # what a word adds to a phrase when it has no stem: an end, or nothing


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs in order of their sentences, and the words of each, one run after the other."""

    sentence: Ints  # of each run
    start: Ints  # its first character in the sentence
    end: Ints  # one past its last
    first: Ints  # its first word, and behind the last run one past the last word
    stem: Ints  # by word: which of `stems`, below zero for a word that adds none
    stems: tuple[str, ...]


def find_runs(sentences: Sequence[str], languages: Sequence[str | None]) -> Runs:
    """The runs that hold a stem."""
    apart = take_apart(sentences)
    code, stems = _added(apart, languages)
    breaks = np.array([gap != " " and _BREAK.search(gap) is not None for gap in apart.gaps], dtype=bool)
    is_inside = code != _ENDS
    begins = is_inside.copy()
    if len(begins):
        follows = (apart.text[1:] == apart.text[:-1]) & is_inside[:-1] & ~breaks[apart.gap[1:]]
        begins[1:] &= ~follows
    words = np.flatnonzero(is_inside)
    run = np.cumsum(begins[words]) - 1
    n_runs = int(begins.sum())
    tells = np.bincount(run, weights=code[words] >= 0, minlength=n_runs) > 0
    words, run = words[tells[run]], (np.cumsum(tells) - 1)[run[tells[run]]]
    first = np.searchsorted(run, np.arange(int(tells.sum()) + 1))
    heads, tails = words[first[:-1]], words[first[1:] - 1]
    return Runs(apart.text[heads], apart.start[heads], apart.end[tails], first, code[words], stems)


def _added(apart: Apart, languages: Sequence[str | None]) -> tuple[Ints, tuple[str, ...]]:
    """What each word adds to a phrase, and the stems: each form is looked at once per language."""
    names = sorted({language or "" for language in languages})
    number = {name: i for i, name in enumerate(names)}
    language = np.array([number[name or ""] for name in languages], dtype=np.int64)
    n_forms = max(len(apart.forms), 1)
    keys = language[apart.text] * n_forms + apart.form
    table = np.full(len(names) * n_forms, _ENDS, dtype=np.int64)
    is_used = np.zeros(len(table), dtype=bool)
    is_used[keys] = True
    used = np.flatnonzero(is_used)
    stems = Index()
    table[used] = [
        _adds(apart.forms[key % n_forms], names[key // n_forms] or None, stems) for key in used.tolist()
    ]
    return table[keys], tuple(stems)


def _adds(written: str, language: str | None, stems: Index) -> int:
    word = fold(written)
    if word not in stop_words(language):
        return stems[stem(word, language)] if len(word) > 1 else _NOTHING
    return _ENDS if ends_phrase(word, language) else _NOTHING
