"""The words that tell a topic from the others: BERTopic's class-TF-IDF, made diverse with MMR.

A topic is one class, everything outside the topics another, so that words common in the window weigh little. Terms are
one to three content words in a row; as numbers until they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from horizon.topics.publishers import Publishers
from horizon.topics.tokens import Bools, Ints, Tokens, distinct
from horizon.types import FloatArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

N_CANDIDATES = 30
DIVERSITY = 0.3
NO_PUBLISHERS = Publishers()
# stems that tell nothing by themselves; function words of words.py, which also decide what is alike, are left out already
EMPTY = frozenset(
    "able anyon anywa asked båda bra everyon everyth someon tidig".split()  # noqa: SIM905
)
TOPICS_AT_ONCE = 128  # whose terms' vectors are held together: 4 MB at 30 terms and 256 numbers


@dataclass(frozen=True, slots=True)
class Phrases:
    """Every run of one to three content words: where it ends, how long it is, and which of `codes` it is."""

    end: Ints  # among the tokens
    size: Ints
    phrase: Ints  # which of `codes`
    codes: Ints  # sorted; see spelled_out
    roots: tuple[str, ...]

    def apart(self, phrase: Ints) -> Ints:
        """Roots of some phrases, (n, 3), -1 behind the last."""
        n, code = len(self.roots), self.codes[phrase]
        size = 1 + (code >= n).astype(np.int64) + (code >= n + n * n)
        code = code - np.array([0, n, n + n * n])[size - 1]
        out = np.full((len(code), 3), -1, dtype=np.int64)
        for place in (2, 1, 0):
            held = np.flatnonzero(size > place)
            out[held, place] = code[held] % n
            code[held] //= n
        return out

    def number(self, roots: Ints) -> Ints:
        """Which phrase each row of roots is, -1 for none; the other way round than `apart`."""
        n, size = len(self.roots), (roots >= 0).sum(axis=1)
        code = np.array([0, n, n + n * n])[size - 1]
        for place in range(3):
            power = n ** np.maximum(size - 1 - place, 0)
            code += np.where(size > place, roots[:, place] * power, 0)
        at = np.minimum(np.searchsorted(self.codes, code), len(self.codes) - 1)
        return np.where(self.codes[at] == code, at, -1)

    def holding(self, phrase: Ints, names: Iterable[Sequence[str]]) -> Bools:
        """Which of some phrases have one of the names (roots, in order) inside, or are one."""
        place = {root: i for i, root in enumerate(self.roots)}
        known = [[place.get(root, -1) for root in name] for name in names]
        roots = self.apart(phrase)
        out = np.zeros(len(phrase), dtype=bool)
        for size in (1, 2, 3):
            powers = len(self.roots) ** np.arange(size)[::-1]
            wanted = [name for name in known if len(name) == size and min(name) >= 0]
            codes = np.array(wanted, dtype=np.int64).reshape(-1, size) @ powers
            for first in range(4 - size if wanted else 0):
                part = roots[:, first : first + size]
                out |= (part[:, -1] >= 0) & np.isin(part @ powers, codes)
        return out


def find_phrases(tokens: Tokens, looked: Bools) -> Phrases:
    """The phrases of some rows. Nothing but spaces lies inside one; numbers, single letters and function words end it."""
    n = len(tokens.roots)
    is_word = (tokens.root >= 0) & ~tokens.is_number[tokens.form] & looked[tokens.row]
    goes_on = is_word & tokens.is_joined & ~tokens.is_first
    goes_on[1:] &= is_word[:-1]
    goes_on[:1] = False
    again = goes_on.copy()
    again[1:] &= goes_on[:-1]
    one, two, three = np.flatnonzero(is_word), np.flatnonzero(goes_on), np.flatnonzero(again)
    root = tokens.root
    codes = np.concatenate(
        [
            root[one],
            n + root[two - 1] * n + root[two],
            n + n * n + (root[three - 2] * n + root[three - 1]) * n + root[three],
        ]
    )
    known, phrase = np.unique(codes, return_inverse=True)
    size = np.repeat([1, 2, 3], [len(one), len(two), len(three)])
    return Phrases(np.concatenate([one, two, three]), size, phrase, known, tokens.roots)


def topic_terms(
    tokens: Tokens,
    looked: Bools,
    vectors: FloatArray,
    members: Mapping[str, Sequence[int]],
    *,
    publishers: Publishers = NO_PUBLISHERS,
    top_n: int = 10,
) -> dict[str, list[tuple[str, float]]]:
    """(term as most often written, class-TF-IDF weight) of every topic, heaviest first, at most top_n.

    tokens, vectors: one row per text of the window (copies left out). looked: the rows that count. members: rows by topic.
    publishers: no term is or holds the name of one.
    """
    if not members:
        return {}
    from bertopic.vectorizers import ClassTfidfTransformer
    from scipy.sparse import csr_matrix

    topics = sorted(members)
    phrases = find_phrases(tokens, looked)
    held = _Held.of(tokens, phrases, topics, members)
    column = _vocabulary(held, phrases, len(topics), publishers)
    if column.max(initial=-1) < 0:
        return {topic: [] for topic in topics}
    kept = column[held.cell_phrase] >= 0
    shape = (len(topics) + 1, int(column.max()) + 1)
    cells = (held.cell_class[kept], column[held.cell_phrase[kept]])
    counts = csr_matrix((held.cell_n[kept].astype(np.float64), cells), shape=shape)
    # the transformer fails on a single term, whose weight decides nothing
    weights = ClassTfidfTransformer().fit_transform(counts).tocsr() if shape[1] > 1 else counts
    terms = _without_parts(
        _heaviest(weights, np.flatnonzero(column >= 0), phrases, held, len(topics)), phrases
    )
    terms = _diverse(terms.first(N_CANDIDATES), held, vectors, [members[topic] for topic in topics], top_n)
    written = _spellings(tokens, phrases, set(terms.phrase.tolist()))
    out: dict[str, list[tuple[str, float]]] = {topic: [] for topic in topics}
    for number, phrase, weight in zip(
        terms.topic.tolist(), terms.phrase.tolist(), terms.weight.tolist(), strict=True
    ):
        out[topics[number]].append((written[phrase], weight))
    return out


@dataclass(frozen=True, slots=True)
class _Held:
    """Which texts hold which phrases, each once, by class (topics in order, then everything else)."""

    row: Ints
    phrase: Ints
    starts: Ints  # of each class in row and phrase
    cell_class: Ints  # with cell_phrase and cell_n: in how many texts of a class a phrase stands
    cell_phrase: Ints
    cell_n: Ints

    @classmethod
    def of(
        cls, tokens: Tokens, phrases: Phrases, topics: Sequence[str], members: Mapping[str, Sequence[int]]
    ) -> _Held:
        n = max(len(phrases.codes), 1)
        class_of = np.full(tokens.n_rows, len(topics), dtype=np.int64)
        for number, topic in enumerate(topics):
            class_of[list(members[topic])] = number
        pairs = distinct(tokens.row[phrases.end] * n + phrases.phrase)
        classes = class_of[pairs // n]
        order = np.argsort(classes, kind="stable")
        pairs, classes = pairs[order], classes[order]
        cells, times = np.unique(classes * n + pairs % n, return_counts=True)
        edges = np.arange(len(topics) + 2)
        return cls(
            pairs // n, pairs % n, np.searchsorted(classes, edges),
            cells // n, cells % n, times,
        )  # fmt: skip

    def cells(self, n_phrases: int) -> Ints:
        """One number for each class and phrase, ascending."""
        return self.cell_class * n_phrases + self.cell_phrase


@dataclass(frozen=True, slots=True)
class _Terms:
    """What may be terms: topic by topic (by number), the heaviest first; in n texts of the topic each."""

    topic: Ints
    phrase: Ints
    weight: FloatArray
    n: Ints

    def those(self, kept: Bools | Ints) -> _Terms:
        return _Terms(self.topic[kept], self.phrase[kept], self.weight[kept], self.n[kept])

    def place(self) -> Ints:
        """Of each within its topic, from 0."""
        return np.arange(len(self.topic)) - np.searchsorted(self.topic, self.topic)

    def first(self, most: int) -> _Terms:
        return self.those(self.place() < most)


def _vocabulary(held: _Held, phrases: Phrases, n_topics: int, publishers: Publishers) -> Ints:
    """Column by phrase, -1 for those that can not be terms: a run of words must stand in two texts of one topic."""
    is_inside = (held.cell_class < n_topics) & (
        (held.cell_n > 1) | (phrases.codes[held.cell_phrase] < len(phrases.roots))
    )
    is_known = np.zeros(len(phrases.codes), dtype=bool)
    is_known[held.cell_phrase[is_inside]] = True
    at = np.flatnonzero(is_known)
    is_known[at[phrases.holding(at, publishers.inside)]] = False
    everyday = [n for n, root in enumerate(phrases.roots) if root in EMPTY or (root,) in publishers.alone]
    is_known[np.isin(phrases.codes, everyday)] = False  # a word by itself has the number of its root
    return np.where(is_known, np.cumsum(is_known) - 1, -1)


def _heaviest(weights: csr_matrix, of_column: Ints, phrases: Phrases, held: _Held, n_topics: int) -> _Terms:
    """Of every topic as many as are looked at, in alphabetical order where they weigh the same."""
    n = int(weights.indptr[n_topics])
    size = np.diff(weights.indptr[: n_topics + 1])
    topic, weight = np.repeat(np.arange(n_topics), size), np.round(weights.data[:n], 6)
    # those as heavy as the last that is looked at, before they are put in order by what they say
    sorted_weight = weight[np.lexsort((-weight, topic))]
    last = weights.indptr[:n_topics] + np.minimum(size, 2 * N_CANDIDATES) - 1
    at = np.flatnonzero(weight >= np.where(size > 0, sorted_weight[last], 0.0)[topic])
    topic, weight, phrase = topic[at], weight[at], of_column[weights.indices[at]]
    roots = phrases.apart(phrase)
    order = np.lexsort((roots[:, 2], roots[:, 1], roots[:, 0], -weight, topic))
    times = held.cell_n[np.searchsorted(held.cells(len(phrases.codes)), topic * len(phrases.codes) + phrase)]
    return _Terms(topic, phrase, weight, times).those(order).first(2 * N_CANDIDATES)


def _without_parts(terms: _Terms, phrases: Phrases) -> _Terms:
    """Drop a word that nearly always stands inside a longer chosen phrase, and a phrase that only repeats its words."""
    roots = phrases.apart(terms.phrase)
    keys, times = [], []
    for start, size in ((0, 1), (1, 1), (2, 1), (0, 2), (1, 2)):
        # a run of words inside a longer term stands in as many texts as that one does
        held = np.flatnonzero((roots[:, start + size - 1] >= 0) & ((roots >= 0).sum(axis=1) > size))
        inner = np.full((len(held), 3), -1, dtype=np.int64)
        inner[:, :size] = roots[held, start : start + size]
        part = phrases.number(inner)
        keys.append((terms.topic[held] * len(phrases.codes) + part)[part >= 0])
        times.append(terms.n[held][part >= 0])
    key, n = np.concatenate(keys), np.concatenate(times)
    order = np.lexsort((-n, key))
    key, n = key[order], n[order]
    own = terms.topic * len(phrases.codes) + terms.phrase
    at = np.searchsorted(key, own)
    at[at == len(key)] = 0
    is_inside = (key[at] == own) & (n[at] >= 0.75 * terms.n) if len(key) else np.zeros(len(own), dtype=bool)
    return terms.those(~is_inside)


def _diverse(
    terms: _Terms, held: _Held, vectors: FloatArray, members: Sequence[Sequence[int]], top_n: int
) -> _Terms:
    """Terms that say different things: MMR over the mean vectors of the texts that use them."""
    n_terms = np.bincount(terms.topic, minlength=len(members))
    kept = np.zeros(len(terms.topic), dtype=bool)
    kept[n_terms[terms.topic] <= 2] = True
    starts = np.cumsum(n_terms) - n_terms
    for size in np.unique(n_terms[n_terms > 2]).tolist():
        alike = np.flatnonzero(n_terms == size)
        for topics in np.split(alike, range(TOPICS_AT_ONCE, len(alike), TOPICS_AT_ONCE)):
            at = starts[topics][:, None] + np.arange(size)
            near = _term_vectors(terms, at.ravel(), held, vectors).reshape(len(topics), size, -1)
            own = [members[topic] for topic in topics.tolist()]
            sizes = np.array([len(rows) for rows in own])
            centres = np.round(_means(vectors, np.concatenate([np.array(rows) for rows in own]), sizes), 5)
            taken = np.zeros((len(topics), size), dtype=bool)
            best = mmr(centres, near, diversity=DIVERSITY, top_n=min(top_n, size))
            np.put_along_axis(taken, best, True, axis=1)
            # MMR forgets the weights; the three heaviest terms always stay
            taken[:, :3] = True
            kept[at[taken & (np.cumsum(taken, axis=1) <= top_n)]] = True
    return terms.those(kept)


def mmr(centres: FloatArray, near: FloatArray, *, diversity: float, top_n: int) -> Ints:
    """Rows of near[i] in the order in which maximal marginal relevance takes them, (n, top_n).

    centres: (n, dim). near: (n, rows, dim). The same as BERTopic's, which spends nine tenths of its time on checking the two
    small arrays of each topic.
    """
    unit = near / np.maximum(np.linalg.norm(near, axis=2, keepdims=True), 1e-12)
    towards = centres / np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-12)
    to_centre = np.round((unit @ towards[:, :, None])[:, :, 0], 6)
    between = np.round(unit @ unit.transpose(0, 2, 1), 6)
    value = to_centre
    nearest = np.full(to_centre.shape, -np.inf)
    each = np.arange(len(near))
    taken: list[Ints] = []
    is_taken = np.zeros(to_centre.shape, dtype=bool)
    while len(taken) < top_n:
        best = value.argmax(axis=1)
        taken.append(best)
        is_taken[each, best] = True
        nearest = np.maximum(nearest, between[each, :, best])
        value = (1 - diversity) * to_centre - diversity * nearest
        value[is_taken] = -np.inf
    return np.stack(taken, axis=1)


def _term_vectors(terms: _Terms, wanted: Ints, held: _Held, vectors: FloatArray) -> FloatArray:
    """Of some terms, each the mean of the texts of its topic that use it. wanted: whole topics, one after the other."""
    topics = np.unique(terms.topic[wanted])
    at = np.concatenate([np.arange(held.starts[topic], held.starts[topic + 1]) for topic in topics.tolist()])
    n = int(max(held.phrase.max(initial=0), terms.phrase.max(initial=0))) + 1
    keys = terms.topic[wanted] * n + terms.phrase[wanted]
    order = np.argsort(keys)
    used = np.repeat(topics, held.starts[topics + 1] - held.starts[topics]) * n + held.phrase[at]
    place = np.minimum(np.searchsorted(keys[order], used), len(keys) - 1)
    is_used = keys[order][place] == used
    rows, term = held.row[at[is_used]], order[place[is_used]]
    by_term = np.argsort(term, kind="stable")
    return np.round(_means(vectors, rows[by_term], np.bincount(term)), 5)


def _means(vectors: FloatArray, rows: Ints, sizes: Ints) -> FloatArray:
    """Means of groups of vectors, in single precision. rows: of all groups, one after the other."""
    from scipy.sparse import csr_matrix

    ones = np.ones(len(rows), dtype=np.float32)
    take = csr_matrix((ones, rows, np.concatenate([[0], np.cumsum(sizes)])), shape=(len(sizes), len(vectors)))
    return np.asarray(take @ vectors / sizes[:, None].astype(np.float32), dtype=np.float32)


def _spellings(tokens: Tokens, phrases: Phrases, wanted: set[int]) -> dict[int, str]:
    """Each phrase as it is most often written, lower case before capitals on a tie."""
    is_wanted = np.zeros(len(phrases.codes), dtype=bool)
    is_wanted[list(wanted)] = True
    at = np.flatnonzero(is_wanted[phrases.phrase])
    end, size, key = phrases.end[at], phrases.size[at], phrases.phrase[at]
    none = len(tokens.forms)
    for back in (2, 1, 0):
        form = np.where(size > back, tokens.form[np.maximum(end - back, 0)], none)
        key = np.unique(key * (none + 1) + form, return_inverse=True)[1]
    _, first, times = np.unique(key, return_index=True, return_counts=True)
    end, size = end[first], size[first]
    held = [
        np.where(size > back, tokens.form[np.maximum(end - back, 0)], none).tolist() for back in (2, 1, 0)
    ]
    forms = (*tokens.forms, "")
    best: dict[int, tuple[int, str]] = {}
    of_phrase = phrases.phrase[at[first]].tolist()
    for phrase, n, one, two, three in zip(of_phrase, times.tolist(), *held, strict=True):
        mine = (-n, f"{forms[one]} {forms[two]} {forms[three]}".lstrip().swapcase())
        best[phrase] = min(best.get(phrase, mine), mine)
    return {phrase: text.swapcase() for phrase, (_, text) in best.items()}
