"""The words that tell a topic from the others: BERTopic's class-TF-IDF, made diverse with its MMR.

A topic is one class, everything outside the topics another, so that words common in the window weigh little.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from horizon.topics.words import WORD, fold, stem, stop_words
from horizon.types import FloatArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

N_CANDIDATES = 30
DIVERSITY = 0.3
BREAK = "\x00"  # stands between words that no phrase may span


@dataclass(frozen=True, slots=True)
class Spelled:
    """Phrases of one text: (stemmed phrase, as written) for one to three content words in a row."""

    phrases: tuple[tuple[str, str], ...]
    stems: frozenset[str]  # the stemmed phrases, each once


NOTHING = Spelled((), frozenset())


def spell(title: str, text: str, language: str | None) -> Spelled:
    """The phrases of a document, title and text apart. Single letters, bare numbers and function words make none."""
    phrases: list[tuple[str, str]] = []
    for part in (title, text):
        run: list[tuple[str, str]] = []
        for root, word in _content_words(part, language):
            if root == BREAK:
                run = []
                continue
            run = [*run[-2:], (root, word)]
            phrases.extend(
                (" ".join(r for r, _ in run[i:]), " ".join(w for _, w in run[i:])) for i in range(len(run))
            )
    return Spelled(tuple(phrases), frozenset(root for root, _ in phrases))


def _content_words(text: str, language: str | None) -> list[tuple[str, str]]:
    stop = stop_words(language)
    out: list[tuple[str, str]] = []
    end = 0
    for match in WORD.finditer(text):
        word = match.group()
        folded = fold(word)
        if text[end : match.start()].strip(" "):
            out.append((BREAK, ""))
        end = match.end()
        if folded in stop or len(word) < 2 or word[0].isdigit():
            out.append((BREAK, ""))
        else:
            out.append((stem(folded, language), word))
    return out


def topic_terms(
    spelled: Sequence[Spelled],
    vectors: FloatArray,
    members: Mapping[str, Sequence[int]],
    *,
    boilerplate: frozenset[str] = frozenset(),
    top_n: int = 10,
) -> dict[str, list[tuple[str, float]]]:
    """(term as most often written, class-TF-IDF weight) of every topic, heaviest first, at most top_n.

    spelled, vectors: one row per text of the window (copies left out). members: rows by topic. boilerplate: stemmed
    phrases never to be terms, such as names of sources.
    """
    if not members:
        return {}
    from bertopic.representation._mmr import mmr
    from bertopic.vectorizers import ClassTfidfTransformer

    counts, vocabulary, topics = _class_counts(spelled, members, boilerplate)
    if not vocabulary:
        return {topic: [] for topic in topics}
    weights = ClassTfidfTransformer().fit_transform(counts)
    written = _spellings(spelled, set(vocabulary))
    out: dict[str, list[tuple[str, float]]] = {}
    for row, topic in enumerate(topics):
        line = weights[row].tocoo()
        by_weight = sorted(
            zip(np.round(line.data, 6), line.col, strict=True), key=lambda p: (-p[0], vocabulary[p[1]])
        )
        chosen = _without_parts(
            [(vocabulary[col], float(w)) for w, col in by_weight[: 2 * N_CANDIDATES]], counts[row], vocabulary
        )
        chosen = chosen[:N_CANDIDATES]
        names = [term for term, _ in chosen]
        if len(names) > 2:
            near = _term_vectors(names, spelled, vectors, members[topic])
            centre = np.round(vectors[list(members[topic])].mean(axis=0, keepdims=True), 5)
            diverse = set(mmr(centre, near, names, diversity=DIVERSITY, top_n=min(top_n, len(names))))
            # MMR forgets the weights; the three heaviest terms always stay
            kept = [*chosen[:3], *(c for c in chosen[3:] if c[0] in diverse)]
        else:
            kept = chosen
        out[topic] = [(written[term], weight) for term, weight in kept[:top_n]]
    return out


def _class_counts(
    spelled: Sequence[Spelled], members: Mapping[str, Sequence[int]], boilerplate: frozenset[str]
) -> tuple[csr_matrix, list[str], list[str]]:
    """Phrase counts per topic and, last, of all other texts; each text counts a phrase once."""
    from scipy.sparse import csr_matrix

    topics = sorted(members)
    of_text = {row: i for i, topic in enumerate(topics) for row in members[topic]}
    df: Counter[str] = Counter()
    cells: Counter[tuple[int, str]] = Counter()
    for row, text in enumerate(spelled):
        for phrase in sorted(text.stems):
            df[phrase] += 1
            cells[of_text.get(row, len(topics)), phrase] += 1
    inside = {
        phrase for (cls, phrase), n in cells.items() if cls < len(topics) and (n > 1 or " " not in phrase)
    }
    vocabulary = sorted(p for p in inside if p not in boilerplate)
    column = {phrase: i for i, phrase in enumerate(vocabulary)}
    kept = [(cls, column[p], n) for (cls, p), n in sorted(cells.items()) if p in column]
    shape = (len(topics) + 1, max(len(vocabulary), 1))
    data = ([n for *_, n in kept], ([c for c, *_ in kept], [v for _, v, _ in kept]))
    return csr_matrix(data, shape=shape, dtype=np.float64), vocabulary, topics


def _spellings(spelled: Sequence[Spelled], wanted: set[str]) -> dict[str, str]:
    """Each stemmed phrase as it is most often written, lower case before capitals on a tie."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for text in spelled:
        for phrase, written in text.phrases:
            if phrase in wanted:
                seen[phrase][written] += 1
    return {p: min(c.items(), key=lambda kv: (-kv[1], kv[0].swapcase()))[0] for p, c in seen.items()}


def _without_parts(
    terms: list[tuple[str, float]], counts: csr_matrix, vocabulary: list[str]
) -> list[tuple[str, float]]:
    """Drop a word that nearly always stands inside a longer chosen phrase, and a phrase that only repeats its words."""
    line = counts.tocoo()
    n_of = {vocabulary[col]: n for n, col in zip(line.data, line.col, strict=True)}
    kept: list[tuple[str, float]] = []
    phrases = [t for t, _ in terms]
    for term, weight in terms:
        longer = [p for p in phrases if p != term and f" {term} " in f" {p} "]
        if any(n_of[p] >= 0.75 * n_of[term] for p in longer):
            continue
        kept.append((term, weight))
    return kept


def _term_vectors(
    names: Sequence[str], spelled: Sequence[Spelled], vectors: FloatArray, rows: Sequence[int]
) -> FloatArray:
    """A term's vector is the mean of the texts of the topic that use it."""
    using = [[r for r in rows if name in spelled[r].stems] or list(rows) for name in names]
    return np.asarray(np.round([vectors[u].mean(axis=0) for u in using], 5), dtype=np.float32)
