"""Whether the documents of a group are one matter, and whether more than one voice tells it.

A clustering puts every document somewhere: two reports that nothing else resembles become a topic of two that grows from
nothing. What is flagged must hold together by itself and be told by two sources that do not belong together. Formulas:
docs/methodology/ranking.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from horizon.signals.bursts import coherence
from horizon.signals.history import History, IntArray
from horizon.signals.scale import CosineScale
from horizon.signals.terms import terms_of
from horizon.types import SOURCE_CLASSES

MAX_TERM_SHARE = 0.08  # of all documents: a commoner term says nothing of the matter
WORD_WEIGHT = 24.0  # standard deviations of meaning that a full agreement of words is worth
RESEARCH = SOURCE_CLASSES.index("research")
MIN_CHOIR = 4  # families read lately: with fewer, one voice is what there is
LONE_SHARE = 0.5  # of all documents: a family that speaks this much is the whole choir, not one voice of many


@dataclass(frozen=True, slots=True)
class Words:
    """Unit rows of inverse document frequencies (n_docs, n_terms), and the column of each term."""

    matrix: csr_matrix
    column: Mapping[str, int]

    def without(self, term: str) -> csr_matrix:
        """The matrix without what a term says of itself: its words, and the pairs that hold one of them."""
        own = frozenset(term.split())
        kept = np.ones(self.matrix.shape[1])
        kept[[k for t, k in self.column.items() if own & frozenset(t.split())]] = 0.0
        return csr_matrix(self.matrix.multiply(kept[None, :]))


def word_matrix(history: History) -> Words:
    """(n_docs, n_terms) unit rows of inverse document frequencies of a document's words, pairs and names; few rows are zero."""
    terms = [
        terms_of(title, text, language).union(names)
        for title, text, language, names in zip(
            history.titles, history.texts, history.languages, history.entities, strict=True
        )
    ]
    frequency = Counter(t for i, found in enumerate(terms) if history.is_lead[i] for t in found)
    most = max(2.0, MAX_TERM_SHARE * len(terms))
    idf = {t: float(np.log(len(terms) / n)) for t, n in sorted(frequency.items()) if 2 <= n <= most}
    column = {t: k for k, t in enumerate(idf)}
    rows = [i for i, found in enumerate(terms) for t in found if t in column]
    columns = [column[t] for found in terms for t in found if t in column]
    values = np.array([idf[t] for found in terms for t in found if t in idf], dtype=np.float64)
    matrix = csr_matrix((values, (rows, columns)), shape=(len(terms), len(column)))
    return Words(_unit(matrix), column)


def _unit(matrix: csr_matrix) -> csr_matrix:
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return csr_matrix(matrix.multiply(1.0 / np.maximum(norms, 1e-9)[:, None]))


def togetherness(
    history: History, words: csr_matrix | None, docs: IntArray, scale: CosineScale
) -> float | None:
    """Mean over the pairs of how near two documents are, in standard deviations above chance; None for fewer than two.

    Cosine of the vectors on the corpus's scale, plus the cosine of the words. words: of `word_matrix`; None: meaning alone.
    """
    if history.vectors is None:
        return None
    known = docs[np.any(history.vectors[docs] != 0, axis=1)]
    n = len(known)
    meaning = coherence(history, known)
    if meaning is None:
        return None
    near = (meaning - scale.mean) / scale.sd
    if words is None:
        return near
    rows = words[known]
    own = float(rows.multiply(rows).sum())
    shared = (float(np.sum(np.square(rows.sum(axis=0)))) - own) / (n * (n - 1))
    return near + WORD_WEIGHT * shared


def is_lone_voice(history: History, docs: IntArray, choir: Counter[str]) -> bool:
    """True where one family alone tells of it and many others were read. choir: documents read lately, by family.

    Two classes of one house (its newsroom and its laboratory) are two voices, and so are two papers of one archive or journal,
    which prints what others have written.
    """
    families = {history.families[i] for i in docs}
    if len(choir) < MIN_CHOIR or len(families) != 1 or len({int(c) for c in history.source_class[docs]}) > 1:
        return False
    if len(docs) > 1 and is_research(history, docs):
        return False
    return choir[next(iter(families))] < LONE_SHARE * sum(choir.values())


def is_research(history: History, docs: IntArray) -> bool:
    """True where most of the documents are papers."""
    return bool(len(docs)) and int((history.source_class[docs] == RESEARCH).sum()) * 2 > len(docs)


def choir_of(history: History, weeks: int) -> Counter[str]:
    """Counted documents of the last weeks, by family of source."""
    lately = np.flatnonzero(history.is_counted & (history.week > history.last - weeks))
    return Counter(history.families[i] for i in lately)
