"""How alike two texts are: shared rare words, direction of their vectors, shared names and numbers.

Everything is a pure function over arrays; row i of every matrix is text i. Document frequencies are those of the texts
given (the trailing window), so that a word is rare or common as the window sees it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from horizon.types import FloatArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


HALVED = 600  # texts above which similarities with themselves are found half by half


@dataclass(frozen=True, slots=True)
class Weights:
    """Shares of the parts of a similarity; they sum to 1."""

    sparse: float
    dense: float
    names: float
    grams: float = 0.0


@dataclass(frozen=True, slots=True)
class Features:
    """Unit rows per text: words, vectors (float32, dim), names and numbers, letter runs; all but the vectors are csr."""

    words: csr_matrix
    dense: FloatArray
    names: csr_matrix
    grams: csr_matrix

    def __len__(self) -> int:
        return int(self.dense.shape[0])

    def take(self, rows: Sequence[int] | np.ndarray | slice) -> Features:
        """The features of some rows, in that order."""
        return Features(self.words[rows], self.dense[rows], self.names[rows], self.grams[rows])


def weighted_rows(
    counts: csr_matrix,
    *,
    min_df: int = 1,
    importance: Sequence[float] | None = None,
) -> csr_matrix:
    """TF-IDF of the counts as unit rows: (1 + log tf) * log(1 + n/df); terms of fewer than min_df texts are left out.

    importance: how much each text counts in n and df, 1 where not given.
    """
    from scipy.sparse import csr_matrix

    n, width = counts.shape
    weight = np.ones(n) if importance is None else np.asarray(importance, dtype=np.float64)
    row_of = np.repeat(np.arange(n), np.diff(counts.indptr))
    texts = np.bincount(counts.indices, minlength=width)
    df = np.bincount(counts.indices, weights=weight[row_of], minlength=width)
    idf = np.log(1 + float(weight.sum()) / np.maximum(df, 1e-12))
    kept = texts[counts.indices] >= min_df
    rows, columns = row_of[kept], counts.indices[kept]
    data = (1 + np.log(counts.data[kept])) * idf[columns]
    norm = np.sqrt(np.bincount(rows, weights=data * data, minlength=n))
    data = data / np.where(norm > 0, norm, 1.0)[rows]
    indptr = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=n))])
    known = texts >= min_df
    shape = (n, max(int(known.sum()), 1))
    return csr_matrix((data.astype(np.float32), (np.cumsum(known) - 1)[columns], indptr), shape=shape)


def centred(
    vectors: FloatArray,
    groups: Sequence[str],
    *,
    importance: Sequence[float] | None = None,
    prior: float = 20.0,
) -> FloatArray:
    """Unit vectors after taking away the mean of each group (language).

    An English model places all Swedish text in one corner; without that corner the rest of the direction tells more.
    importance: how much each text counts in the mean. The mean of a small group is shrunk towards zero by `prior`
    pseudo-texts. Zero rows stay zero.
    """
    out = vectors.astype(np.float64)
    weight = np.ones(len(out)) if importance is None else np.asarray(importance, dtype=np.float64)
    is_told = (vectors != 0).any(axis=1)
    number = {group: i for i, group in enumerate(sorted(set(groups)))}
    of_group = np.array([number[group] for group in groups], dtype=np.int64)
    for i in range(len(number)):
        rows = np.flatnonzero(of_group == i)
        held = out[rows]
        mean = weight[rows] @ held / weight[rows].sum() * (len(rows) / (len(rows) + prior))
        held[is_told[rows]] -= mean
        out[rows] = held
    norm = np.linalg.norm(out, axis=1, keepdims=True)
    return np.asarray(np.divide(out, norm, out=np.zeros_like(out), where=norm > 0), dtype=np.float32)


def similarities(left: Features, right: Features, weights: Weights) -> FloatArray:
    """Weighted similarity of every left text with every right text, (n_left, n_right), about -0.2..1.

    Rounded to 1e-5, so that another order of summing in the linear algebra changes no decision.
    """
    if left is right and len(left) > HALVED:
        return _with_itself(left, weights)
    out = weights.dense * (left.dense @ right.dense.T)
    for part, other, weight in (
        (left.words, right.words, weights.sparse),
        (left.names, right.names, weights.names),
        (left.grams, right.grams, weights.grams),
    ):
        if weight:
            product = sparse_product(part, other.T.tocsr())
            product.data *= np.float32(weight)
            out += product.toarray()
    return np.asarray(np.round(out, 5, out=out), dtype=np.float32)


def _with_itself(features: Features, weights: Weights) -> FloatArray:
    """similarities(features, features), for which a quarter of the work is done once instead of twice at every halving."""
    half = len(features) // 2
    out = np.empty((len(features), len(features)), dtype=np.float32)
    upper, lower = features.take(slice(half)), features.take(slice(half, None))
    out[:half, :half] = similarities(upper, upper, weights)
    out[half:, half:] = similarities(lower, lower, weights)
    out[:half, half:] = across = similarities(upper, lower, weights)
    out[half:, :half] = across.T
    return out


def without_grams(features: Features) -> Features:
    """The same without letter runs, for those who give them no weight."""
    from scipy.sparse import csr_matrix

    return Features(
        features.words, features.dense, features.names, csr_matrix((len(features), 1), dtype=np.float32)
    )


def stacked(features: Features, weights: Weights) -> csr_matrix:
    """Words, names and letter runs side by side, so scaled that one product is their weighted similarity (vectors apart)."""
    from scipy.sparse import csr_matrix, hstack

    parts = (
        (features.words, weights.sparse),
        (features.names, weights.names),
        (features.grams, weights.grams),
    )
    held = [part * np.float32(np.sqrt(weight)) for part, weight in parts if weight]
    return csr_matrix(hstack(held, format="csr"))


@dataclass(frozen=True, slots=True)
class Directions:
    """Unit vectors, the first quarter of each, and the norm of the rest: enough to tell how high a cosine may be at most."""

    vectors: FloatArray
    first: FloatArray
    rest: FloatArray

    @classmethod
    def of(cls, vectors: FloatArray) -> Directions:
        """Of unit vectors, (n, dim)."""
        quarter = vectors.shape[1] // 4
        rest = np.linalg.norm(vectors[:, quarter:], axis=1)
        return cls(vectors, np.ascontiguousarray(vectors[:, :quarter]), rest)

    def may_reach(
        self, rows: npt.NDArray[np.int64], others: npt.NDArray[np.int64], wanted: FloatArray
    ) -> npt.NDArray[np.bool_]:
        """Pairs whose cosine may be as high as wanted."""
        most = _cosines(self.first, rows, others)
        most += self.rest[rows] * self.rest[others]
        return np.asarray(most >= wanted - 1e-4)

    def cosines(self, rows: npt.NDArray[np.int64], others: npt.NDArray[np.int64]) -> FloatArray:
        """Of pairs."""
        return _cosines(self.vectors, rows, others)


def likely_pairs(
    product: csr_matrix,
    directions: Directions,
    rows: npt.NDArray[np.int64],
    others: npt.NDArray[np.int64],
    *,
    least: float,
    dense: float,
    slack: float = 2e-5,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], FloatArray]:
    """(row, other, similarity) of every pair that may be at least `least` alike; the similarity is as in similarities().

    product: of the rows with the others in stacked(). dense: weight of the vectors. A cosine is 1 at most, so pairs that share
    too little are out before their vectors are looked at, and most others after a quarter of them was. Where vectors alone
    would be enough (least < dense), all are.
    """
    if least - slack > dense:
        at = np.flatnonzero(product.data >= least - slack - dense)
        i = np.searchsorted(product.indptr, at, side="right") - 1
        j = product.indices[at]
        wanted = (least - slack - product.data[at]) / dense
        near = directions.may_reach(rows[i], others[j], wanted)
        at, i, j = at[near], i[near], j[near]
        scores = product.data[at] + np.float32(dense) * directions.cosines(rows[i], others[j])
    else:
        every = directions.vectors[rows] @ directions.vectors[others].T
        every *= np.float32(dense)
        every += product.toarray()
        i, j = np.nonzero(every >= least - slack)
        scores = every[i, j]
    kept = scores >= least - slack
    return rows[i[kept]], others[j[kept]], np.round(scores[kept], 5)


class Room(NamedTuple):
    """Where the results of sparse products are written, one product after the other."""

    columns: npt.NDArray[Any]
    data: FloatArray

    @classmethod
    def of(cls, matrix: csr_matrix, n_pairs: int) -> Room:
        """For products of some of the matrix's rows with as many others as make n_pairs."""
        return cls(np.empty(n_pairs, dtype=matrix.indices.dtype), np.empty(n_pairs, dtype=matrix.dtype))


def sparse_product(left: csr_matrix, right: csr_matrix, room: Room | None = None) -> csr_matrix:
    """left @ right without sorted columns; it lies in the room and is gone with the next one there.

    scipy goes through all products twice, first to count the results, which takes a third of the time; here room for as many
    as there can be is put aside, and of that only what is written to is ever taken from memory.
    """
    from scipy.sparse import csr_matrix

    one_pass = _one_pass()
    if one_pass is None:
        return csr_matrix(left @ right)
    n, width = left.shape[0], right.shape[1]
    columns, data = room or Room.of(left, n * width)
    starts = np.zeros(n + 1, dtype=columns.dtype)
    one_pass(
        n, width, left.indptr, left.indices, left.data, right.indptr, right.indices, right.data,
        starts, columns, data,
    )  # fmt: skip
    held = slice(0, int(starts[-1]))
    return csr_matrix((data[held], columns[held], starts), shape=(n, width))


@cache
def _one_pass() -> Callable[..., None] | None:
    """The routine in which scipy itself multiplies; None in a scipy that has it no more, for it promises no such thing."""
    try:
        from scipy.sparse._sparsetools import csr_matmat
    except ImportError:
        return None
    found: Callable[..., None] = csr_matmat
    return found


def _cosines(
    vectors: FloatArray, rows: npt.NDArray[np.int64], others: npt.NDArray[np.int64], *, at_once: int = 16_384
) -> FloatArray:
    """Products of pairs of vectors."""
    out = np.empty(len(rows), dtype=np.float32)
    for start in range(0, len(rows), at_once):
        part = slice(start, start + at_once)
        np.einsum("nd,nd->n", vectors[rows[part]], vectors[others[part]], out=out[part])
    return out


def even_languages(scores: FloatArray, languages: Sequence[str], *, enough: int = 8) -> FloatArray:
    """Scores with the pairs of two languages spread as widely as the pairs of one, (n, n).

    Texts of two languages share few words and lie apart in an English model, so all their scores are small; what counts
    is how far a pair stands out among its like. Spread is 1.48 times the median distance from the median (MAD); scores
    are stretched by at most two, and only where both languages have `enough` texts.
    """
    out = scores.astype(np.float64)
    rows = {g: np.flatnonzero(np.array(languages) == g) for g in sorted(set(languages))}
    large = [g for g, r in rows.items() if len(r) >= enough]
    spread = {(a, b): _spread(scores[np.ix_(rows[a], rows[b])]) for a in large for b in large}
    widest = max((spread[g, g] for g in large), default=0.0)
    for (a, b), value in spread.items():
        if value > 0:
            out[np.ix_(rows[a], rows[b])] *= min(max(widest / value, 1.0), 2.0)
    np.fill_diagonal(out, scores.diagonal())
    return np.asarray(np.round(out, 5), dtype=np.float32)


def across_factors(
    features: Features, weights: Weights, languages: Sequence[str], *, enough: int = 20, most: int = 600
) -> tuple[dict[str, int], FloatArray]:
    """Number by language, and by what the similarity of a text in one with a text in another is to be multiplied, 1..2.

    As even_languages, but pairs of one language stay as they are: a story is told alike in its own language anyway.
    """
    number, factors = language_factors(features, weights, languages, enough=enough, most=most)
    np.fill_diagonal(factors, 1.0)
    return number, factors


def language_factors(
    features: Features, weights: Weights, languages: Sequence[str], *, enough: int = 8, most: int = 600
) -> tuple[dict[str, int], FloatArray]:
    """The factors of even_languages, (n_languages, n_languages), measured over at most `most` texts of each, evenly taken."""
    names = sorted(set(languages))
    number = {name: i for i, name in enumerate(names)}
    factors = np.ones((len(names), len(names)), dtype=np.float32)
    held = {g: np.flatnonzero(np.array(languages) == g) for g in names}
    large = [g for g in names if len(held[g]) >= enough]
    if len(large) < 2:
        return number, factors
    sample = {g: features.take(held[g][:: -(-len(held[g]) // most)]) for g in large}
    spread = {
        (a, b): _spread(similarities(sample[a], sample[b], weights)) for a in large for b in large if a <= b
    }
    widest = max(spread[g, g] for g in large)
    for (a, b), value in spread.items():
        factor = min(max(widest / value, 1.0), 2.0) if value > 0 else 1.0
        factors[number[a], number[b]] = factors[number[b], number[a]] = factor
    return number, factors


def _spread(block: FloatArray) -> float:
    return float(round(1.4826 * float(np.median(np.abs(block - np.median(block)))), 5))
