"""Counts of words, names and letter runs per text, from tokens: the matrices that similarities weigh."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from horizon.topics.tokens import Ints, Tokens, distinct, name_stem, name_words, telling_numbers
from horizon.topics.words import fold

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

TITLE_WEIGHT = 2  # how often a word of the title counts
GRAM_SIZE = 5


def word_rows(tokens: Tokens, *, title_weight: int = TITLE_WEIGHT) -> csr_matrix:
    """Counts of roots and of neighbouring pairs of roots, (n_rows, roots + pairs); columns in alphabetical order.

    Pairs skip function words. A pair met once among all texts ties nothing and is left out.
    """
    from scipy.sparse import csr_matrix, hstack

    kept = np.flatnonzero(tokens.root >= 0)
    roots, rows = tokens.root[kept], tokens.row[kept]
    weights = np.where(tokens.is_title[kept], title_weight, 1)
    part = 2 * rows + ~tokens.is_title[kept]
    follows = np.flatnonzero(part[1:] == part[:-1]) + 1
    codes = roots[follows - 1] * len(tokens.roots) + roots[follows]
    _, column, times = np.unique(codes, return_inverse=True, return_counts=True)
    place = np.cumsum(times > 1) - 1
    held = times[column] > 1
    pairs = _matrix(
        rows[follows][held],
        place[column[held]],
        weights[follows][held],
        (tokens.n_rows, int((times > 1).sum())),
    )
    return csr_matrix(hstack([root_rows(tokens, title_weight=title_weight), pairs], format="csr"))


def root_rows(tokens: Tokens, *, title_weight: int = TITLE_WEIGHT) -> csr_matrix:
    """Counts of roots alone, (n_rows, n_roots)."""
    kept = tokens.root >= 0
    weights = np.where(tokens.is_title[kept], title_weight, 1)
    return _matrix(tokens.row[kept], tokens.root[kept], weights, (tokens.n_rows, len(tokens.roots)))


def gram_rows(tokens: Tokens, *, size: int = GRAM_SIZE, title_weight: int = TITLE_WEIGHT) -> csr_matrix:
    """Counts of runs of letters inside words of four letters or more, (n_rows, n_runs), columns in alphabetical order.

    They meet where words do not: in compounds, in inflections, across languages.
    """
    from scipy.sparse import csr_matrix

    of_root, column, n_runs = _grams(tokens.roots, size)
    spelled = _matrix(of_root, column, np.ones(len(column)), (max(len(tokens.roots), 1), max(n_runs, 1)))
    out = csr_matrix(root_rows(tokens, title_weight=title_weight) @ spelled)
    out.sort_indices()
    return out


def _grams(words: Sequence[str], size: int) -> tuple[Ints, Ints, int]:
    """(word, run) of the different runs of each word, and how many runs there are, numbered in alphabetical order."""
    length = np.array([len(word) for word in words], dtype=np.int64)
    start = np.cumsum(length) - length
    letters = np.frombuffer("".join(words).encode("utf-32-le"), dtype=np.uint32)
    alphabet, letter = np.unique(letters, return_inverse=True)
    n_runs = np.where(length < 4, 0, np.maximum(1, length - size + 1))
    word = np.repeat(np.arange(len(words)), n_runs)
    at = np.arange(len(word)) - np.repeat(np.cumsum(n_runs) - n_runs, n_runs) + start[word]
    end = (start + length)[word]
    # a run as a number; where a word ends before it does, nothing comes before every letter. Of an alphabet so large that a
    # number would not hold five letters, the numbers are made small again at each step
    code = np.zeros(len(word), dtype=np.int64)
    for place in range(size):
        following = np.minimum(at + place, max(len(letter) - 1, 0))
        code = code * (len(alphabet) + 1) + np.where(at + place < end, letter[following] + 1, 0)
        if len(alphabet) > 6_000:
            code = np.unique(code, return_inverse=True)[1].astype(np.int64)
    names, column = np.unique(code, return_inverse=True)
    pairs = distinct(word * max(len(names), 1) + column)
    return pairs // max(len(names), 1), pairs % max(len(names), 1), len(names)


def name_rows(tokens: Tokens, entities: Sequence[Iterable[str]]) -> csr_matrix:
    """Names, numbers and recognised entities of each text, each once: being named matters, not how often.

    entities: ids of the entities recognised in each text.
    """
    at = np.flatnonzero(name_words(tokens) | telling_numbers(tokens))
    forms = distinct(tokens.form[at])
    named = [
        fold(tokens.forms[f]) if tokens.is_number[f] else name_stem(tokens.forms[f]) for f in forms.tolist()
    ]
    known = [f"entity:{entity}" for found in entities for entity in found]
    columns = sorted({*named, *known})
    place = {name: i for i, name in enumerate(columns)}
    of_form = np.zeros(len(tokens.forms), dtype=np.int64)
    of_form[forms] = [place[name] for name in named]
    rows = np.concatenate(
        [tokens.row[at], np.repeat(np.arange(tokens.n_rows), [len(list(e)) for e in entities])]
    )
    column = np.concatenate(
        [of_form[tokens.form[at]], np.array([place[name] for name in known], dtype=np.int64)]
    )
    out = _matrix(rows, column, np.ones(len(rows)), (tokens.n_rows, max(len(columns), 1)))
    out.data[:] = 1
    return out


def _matrix(rows: Ints, columns: Ints, values: np.ndarray, shape: tuple[int, int]) -> csr_matrix:
    from scipy.sparse import csr_matrix

    out = csr_matrix((values.astype(np.float64), (rows, columns)), shape=(shape[0], max(shape[1], 1)))
    out.sum_duplicates()
    return out
