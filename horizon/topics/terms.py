"""The words that tell a topic from the others: BERTopic's class-TF-IDF, made diverse with MMR.

A topic is one class, everything outside the topics another, so that words common in the window weigh little. Terms are
one to three content words in a row; as numbers until they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from horizon.topics.tokens import Bools, Ints, Tokens, distinct
from horizon.types import FloatArray

N_CANDIDATES = 30
DIVERSITY = 0.3


@dataclass(frozen=True, slots=True)
class Phrases:
    """Every run of one to three content words: where it ends, how long it is, and which of `codes` it is."""

    end: Ints  # among the tokens
    size: Ints
    phrase: Ints  # which of `codes`
    codes: Ints  # sorted; see spelled_out
    roots: tuple[str, ...]

    def spelled_out(self, phrase: int) -> str:
        """The roots of a phrase."""
        n, code = len(self.roots), int(self.codes[phrase])
        if code < n:
            return self.roots[code]
        if code < n + n * n:
            code -= n
            return f"{self.roots[code // n]} {self.roots[code % n]}"
        code -= n + n * n
        return f"{self.roots[code // (n * n)]} {self.roots[code // n % n]} {self.roots[code % n]}"

    def find(self, phrases: Iterable[str]) -> Ints:
        """Those of the given phrases (of roots) that there are."""
        n = len(self.roots)
        place = {root: i for i, root in enumerate(self.roots)}
        wanted = []
        for phrase in phrases:
            at = [place.get(root, -1) for root in phrase.split(" ")]
            if min(at) >= 0 and len(at) <= 3:
                start = (0, n, n + n * n)[len(at) - 1]
                wanted.append(start + sum(root * n**power for power, root in enumerate(reversed(at))))
        return np.flatnonzero(np.isin(self.codes, np.array(wanted, dtype=np.int64)))


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
    boilerplate: frozenset[str] = frozenset(),
    top_n: int = 10,
) -> dict[str, list[tuple[str, float]]]:
    """(term as most often written, class-TF-IDF weight) of every topic, heaviest first, at most top_n.

    tokens, vectors: one row per text of the window (copies left out). looked: the rows that count. members: rows by topic.
    boilerplate: stemmed phrases never to be terms, such as names of sources.
    """
    if not members:
        return {}
    from bertopic.vectorizers import ClassTfidfTransformer
    from scipy.sparse import csr_matrix

    topics = sorted(members)
    phrases = find_phrases(tokens, looked)
    held = _Held.of(tokens, phrases, topics, members)
    column = _vocabulary(held, phrases, len(topics), boilerplate)
    if column.max(initial=-1) < 0:
        return {topic: [] for topic in topics}
    kept = column[held.cell_phrase] >= 0
    shape = (len(topics) + 1, int(column.max()) + 1)
    cells = (held.cell_class[kept], column[held.cell_phrase[kept]])
    counts = csr_matrix((held.cell_n[kept].astype(np.float64), cells), shape=shape)
    weights = ClassTfidfTransformer().fit_transform(counts).tocsr()
    of_column = np.flatnonzero(column >= 0)
    chosen: dict[str, list[tuple[int, float]]] = {}
    for number, topic in enumerate(topics):
        line = slice(weights.indptr[number], weights.indptr[number + 1])
        candidates = _heaviest(
            phrases, of_column[weights.indices[line]], weights.data[line], 2 * N_CANDIDATES
        )
        n_of = dict(zip(*held.counts_of(number), strict=True))
        candidates = _without_parts(candidates, n_of)[:N_CANDIDATES]
        chosen[topic] = _diverse(candidates, held, number, vectors, members[topic], top_n)
    written = _spellings(tokens, phrases, {phrase for terms in chosen.values() for phrase, _ in terms})
    return {topic: [(written[p], weight) for p, weight in terms] for topic, terms in chosen.items()}


@dataclass(frozen=True, slots=True)
class _Held:
    """Which texts hold which phrases, each once, by class (topics in order, then everything else)."""

    row: Ints
    phrase: Ints
    starts: Ints  # of each class in row and phrase
    cell_class: Ints  # with cell_phrase and cell_n: in how many texts of a class a phrase stands
    cell_phrase: Ints
    cell_n: Ints
    cell_starts: Ints

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
            cells // n, cells % n, times, np.searchsorted(cells // n, edges),
        )  # fmt: skip

    def counts_of(self, number: int) -> tuple[list[int], list[int]]:
        at = slice(self.cell_starts[number], self.cell_starts[number + 1])
        return self.cell_phrase[at].tolist(), self.cell_n[at].tolist()


def _vocabulary(held: _Held, phrases: Phrases, n_topics: int, boilerplate: frozenset[str]) -> Ints:
    """Column by phrase, -1 for those that can not be terms: a run of words must stand in two texts of one topic."""
    is_inside = (held.cell_class < n_topics) & (
        (held.cell_n > 1) | (phrases.codes[held.cell_phrase] < len(phrases.roots))
    )
    is_known = np.zeros(len(phrases.codes), dtype=bool)
    is_known[held.cell_phrase[is_inside]] = True
    is_known[phrases.find(sorted(boilerplate))] = False
    return np.where(is_known, np.cumsum(is_known) - 1, -1)


def _heaviest(
    phrases: Phrases, of_line: Ints, weights: FloatArray, most: int
) -> list[tuple[int, str, float]]:
    """(phrase, its roots, weight), heaviest first, in alphabetical order where they weigh the same."""
    rounded = np.round(weights, 6)
    if len(rounded) > most:
        least = np.partition(rounded, -most)[-most]
        at = np.flatnonzero(rounded >= least)
    else:
        at = np.arange(len(rounded))
    found = [(int(of_line[i]), phrases.spelled_out(of_line[i]), float(rounded[i])) for i in at.tolist()]
    return sorted(found, key=lambda term: (-term[2], term[1]))[:most]


def _without_parts(
    terms: Sequence[tuple[int, str, float]], n_of: Mapping[int, int]
) -> list[tuple[int, str, float]]:
    """Drop a word that nearly always stands inside a longer chosen phrase, and a phrase that only repeats its words."""
    inside: dict[str, int] = {}  # of a run of words inside a longer term, in how many texts that one stands
    for phrase, text, _ in terms:
        words = text.split(" ")
        for size in range(1, len(words)):
            for start in range(len(words) - size + 1):
                part = " ".join(words[start : start + size])
                inside[part] = max(inside.get(part, 0), n_of[phrase])
    return [
        (phrase, text, weight)
        for phrase, text, weight in terms
        if not (text in inside and inside[text] >= 0.75 * n_of[phrase])
    ]


def _diverse(
    candidates: Sequence[tuple[int, str, float]],
    held: _Held,
    number: int,
    vectors: FloatArray,
    rows: Sequence[int],
    top_n: int,
) -> list[tuple[int, float]]:
    """Phrases and weights that say different things: MMR over the mean vectors of the texts that use them."""
    chosen = [(phrase, weight) for phrase, _, weight in candidates]
    if len(chosen) <= 2:
        return chosen
    near = _term_vectors([phrase for phrase, _ in chosen], held, number, vectors)
    centre = np.round(vectors[list(rows)].mean(axis=0), 5)
    diverse = set(mmr(centre, near, diversity=DIVERSITY, top_n=min(top_n, len(chosen))))
    # MMR forgets the weights; the three heaviest terms always stay
    return [term for i, term in enumerate(chosen) if i < 3 or i in diverse][:top_n]


def mmr(centre: FloatArray, near: FloatArray, *, diversity: float, top_n: int) -> list[int]:
    """Rows of `near` in the order in which maximal marginal relevance takes them.

    The same as BERTopic's, which spends nine tenths of its time on checking the two small arrays of each topic.
    """
    unit = near / np.maximum(np.linalg.norm(near, axis=1, keepdims=True), 1e-12)
    to_centre = np.round(unit @ (centre / max(float(np.linalg.norm(centre)), 1e-12)), 6)
    between = np.round(unit @ unit.T, 6)
    value = to_centre
    nearest = np.full(len(near), -np.inf)
    taken: list[int] = []
    while len(taken) < top_n:
        best = int(value.argmax())
        taken.append(best)
        nearest = np.maximum(nearest, between[:, best])
        value = (1 - diversity) * to_centre - diversity * nearest
        value[taken] = -np.inf
    return taken


def _term_vectors(names: Sequence[int], held: _Held, number: int, vectors: FloatArray) -> FloatArray:
    """A term's vector is the mean of the texts of the topic that use it."""
    at = slice(held.starts[number], held.starts[number + 1])
    rows, phrases = held.row[at], held.phrase[at]
    of_text, text = np.unique(rows, return_inverse=True)
    order = np.argsort(names)
    place = np.searchsorted(np.array(names)[order], phrases)
    place[place == len(names)] = 0
    is_named = np.array(names)[order][place] == phrases
    uses = np.zeros((len(names), len(of_text)), dtype=np.float32)
    uses[order[place[is_named]], text[is_named]] = 1
    return np.asarray(
        np.round(uses @ vectors[of_text] / uses.sum(axis=1, keepdims=True), 5), dtype=np.float32
    )


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
    best: dict[int, tuple[int, str]] = {}
    for i, n in zip(first.tolist(), times.tolist(), strict=True):
        last = int(end[i]) + 1
        written = " ".join(tokens.forms[f] for f in tokens.form[last - int(size[i]) : last].tolist())
        phrase, mine = int(phrases.phrase[at[i]]), (-n, written.swapcase())
        best[phrase] = min(best.get(phrase, mine), mine)
    return {phrase: text.swapcase() for phrase, (_, text) in best.items()}
