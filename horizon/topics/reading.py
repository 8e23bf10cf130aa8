"""The documents of the trailing window as arrays: one row per origin, copies remembered beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from horizon.topics.counts import gram_rows, name_rows, word_rows
from horizon.topics.similarity import Features, centred, weighted_rows
from horizon.topics.tokens import Tokens, tokenise
from horizon.types import FloatArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Row i of everything is origin i, shown by its first copy; ordered by (counted_at, doc_id)."""

    origin_ids: tuple[str, ...]
    doc_ids: tuple[str, ...]  # of the copy that stands for the origin
    copies: tuple[tuple[str, ...], ...]  # every document of the origin, that one included
    titles: tuple[str, ...]
    texts: tuple[str, ...]
    languages: tuple[str | None, ...]
    counted_at: tuple[datetime, ...]
    days: FloatArray  # whole days since 1970, nan where the text has no date of its own
    vectors: FloatArray  # as the model gave them; zero rows where there is none
    source_names: frozenset[str]
    tokens: Tokens
    word_counts: csr_matrix  # a row per origin, a column per term
    name_counts: csr_matrix
    gram_counts: csr_matrix
    is_multilingual: bool = False  # whether the model of the vectors knows other languages than English

    def __len__(self) -> int:
        return len(self.doc_ids)

    def features(self, importance: Sequence[float] | None = None, *, with_grams: bool = True) -> Features:
        """Weighted words and names, and vectors less the mean of their language; importance as in similarity.py."""
        grams = self.gram_counts if with_grams else self.gram_counts[:, :0]
        return Features(
            words=weighted_rows(self.word_counts, min_df=2, importance=importance),
            dense=centred(
                self.vectors, [language or "" for language in self.languages], importance=importance
            ),
            names=weighted_rows(self.name_counts, min_df=2, importance=importance),
            grams=weighted_rows(grams, min_df=2, importance=importance),
        )

    def with_grams(self, features: Features) -> Features:
        """The features of features(), with letter runs in any case."""
        return replace(features, grams=weighted_rows(self.gram_counts, min_df=2))


def read_window(
    documents: Sequence[Mapping[str, Any]],
    vectors: Mapping[str, FloatArray],
    entities: Mapping[str, Sequence[str]],
    *,
    dim: int,
    is_multilingual: bool = False,
) -> Corpus:
    """Corpus from the rows of documents/window, vectors by text hash and entity ids by document."""
    of_origin: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in sorted(documents, key=lambda r: (r["counted_at"], r["doc_id"])):
        of_origin[row["origin_id"]].append(row)
    firsts = [rows[0] for rows in of_origin.values()]
    raw = np.zeros((len(firsts), dim), dtype=np.float32)
    for i, row in enumerate(firsts):
        if row["text_hash"] in vectors:
            raw[i] = vectors[row["text_hash"]]
    languages = tuple(row["language"] for row in firsts)
    titles = tuple(row["title"] or "" for row in firsts)
    texts = tuple(row["text"] or "" for row in firsts)
    tokens = tokenise(titles, texts, languages)
    return Corpus(
        origin_ids=tuple(of_origin),
        doc_ids=tuple(row["doc_id"] for row in firsts),
        copies=tuple(tuple(row["doc_id"] for row in rows) for rows in of_origin.values()),
        titles=titles,
        texts=texts,
        languages=languages,
        counted_at=tuple(row["counted_at"] for row in firsts),
        days=np.array([_day(row["published_at"]) for row in firsts], dtype=np.float32),
        vectors=raw,
        source_names=frozenset(row["source_name"] or row["source_id"] for row in documents),
        tokens=tokens,
        word_counts=word_rows(tokens),
        name_counts=name_rows(tokens, [entities.get(row["doc_id"], ()) for row in firsts]),
        gram_counts=gram_rows(tokens),
        is_multilingual=is_multilingual,
    )


def _day(published_at: datetime | None) -> float:
    """Whole days, so that the hour at which a feed was read decides nothing."""
    return float("nan") if published_at is None else float((published_at - EPOCH).days)
