"""The documents a judgement rests on, as plain arrays: one entry a document, weeks numbered from the oldest.

Everything in this package after `stage.py` works on a `History`; nothing of it knows the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from horizon.signals.scale import levelled
from horizon.signals.terms import coined_of, terms_of
from horizon.types import SOURCE_CLASSES, FloatArray

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Documents up to the end of one week; the last of the n_weeks is the week that is judged."""

    first_week_on: date
    n_weeks: int
    doc_ids: tuple[str, ...]
    origin_ids: tuple[str, ...]
    titles: tuple[str, ...]
    texts: tuple[str, ...]
    languages: tuple[str | None, ...]
    topic_ids: tuple[str | None, ...]
    source_ids: tuple[str, ...]
    families: tuple[str, ...]
    grades: tuple[str | None, ...]
    geo_levels: tuple[str | None, ...]
    counted_at: tuple[datetime, ...]
    week: IntArray  # (n_docs,) 0 is the oldest week
    source_class: IntArray  # (n_docs,) place in SOURCE_CLASSES
    is_lead: BoolArray  # (n_docs,) first document of its origin: the one that is counted
    is_backlog: BoolArray  # (n_docs,)
    is_out: BoolArray  # (n_docs,) the source was down all of the judged week: left out of every rate
    is_primary: BoolArray  # (n_docs,)
    vectors: (
        FloatArray | None
    )  # (n_docs, dim) unit length, languages levelled; zero rows for a document without; None without any
    is_weakly_read: (
        BoolArray  # (n_docs,) in a language that the model of the vectors tells apart less well than the best
    )
    entities: tuple[tuple[str, ...], ...]  # (n_docs,) actors named, folded; empty where none
    has_entities: bool  # False when nothing in the history was ever read for names: unknown, not none
    coined: tuple[
        Mapping[str, str], ...
    ]  # (n_docs,) names that papers coin, stem and spelling, from the whole abstract

    def __len__(self) -> int:
        return len(self.doc_ids)

    @property
    def last(self) -> int:
        """Number of the judged week."""
        return self.n_weeks - 1

    def week_on(self, week: int) -> date:
        """Monday of a week by its number."""
        return self.first_week_on + timedelta(weeks=week)

    def terms(self, i: int) -> frozenset[str]:
        """All terms of a document: of its title and lead, the actors it names, and the coined names of a paper."""
        told = terms_of(self.titles[i], self.texts[i], self.languages[i])
        return told.union(self.entities[i], self.coined[i])

    @property
    def is_counted(self) -> BoolArray:
        """Documents that stand for an origin in weekly counts. What was old when its source came on board is history: it
        counts in its own past week, never in the judged one. A source that is down now is left out of all weeks."""
        is_stale = self.is_backlog & (self.week == self.last)
        return np.asarray(self.is_lead & ~is_stale & ~self.is_out, dtype=np.bool_)


def history_from_rows(
    rows: Iterable[Mapping[str, Any]],
    *,
    week_on: date,
    n_weeks: int,
    vectors: Mapping[str, FloatArray] | None = None,
    entities: Mapping[str, tuple[str, ...]] | None = None,
    merges: Mapping[str, str] | None = None,
) -> History:
    """History from rows of `signals/documents` (any order). Raises ValueError for a row outside the weeks.

    vectors: text_hash -> unit vector. entities: doc_id -> folded actor names; None when names were never read.
    merges: topic_id -> successor, followed to its end.
    """
    found = sorted(rows, key=lambda r: (r["counted_at"], r["doc_id"]))
    first = week_on - timedelta(weeks=n_weeks - 1)
    week = np.array([(r["week_on"] - first).days // 7 for r in found], dtype=np.int64)
    if len(week) and (week.min() < 0 or week.max() >= n_weeks):
        raise ValueError(f"documents outside the {n_weeks} weeks that end with {week_on}")
    names = entities or {}
    languages = tuple(r["language"] for r in found)
    matrix = _matrix([r["text_hash"] for r in found], vectors)
    level, is_weak = (
        (matrix, np.zeros(len(found), dtype=np.bool_)) if matrix is None else levelled(matrix, languages)
    )
    return History(
        first_week_on=first,
        n_weeks=n_weeks,
        doc_ids=tuple(r["doc_id"] for r in found),
        origin_ids=tuple(r["origin_id"] for r in found),
        titles=tuple(r["title"] or "" for r in found),
        texts=tuple(r["text"] or "" for r in found),
        languages=languages,
        topic_ids=tuple(_successor(r["topic_id"], merges or {}) for r in found),
        source_ids=tuple(r["source_id"] for r in found),
        families=tuple(r["family"] for r in found),
        grades=tuple(r["grade"] for r in found),
        geo_levels=tuple(r["geo_level"] for r in found),
        counted_at=tuple(r["counted_at"] for r in found),
        week=week,
        source_class=np.array([SOURCE_CLASSES.index(r["source_class"]) for r in found], dtype=np.int64),
        is_lead=np.array([bool(r["is_lead"]) for r in found], dtype=np.bool_),
        is_backlog=np.array([bool(r["is_backlog"]) for r in found], dtype=np.bool_),
        is_out=np.array([bool(r["is_out"]) for r in found], dtype=np.bool_),
        is_primary=np.array([bool(r["is_primary"]) for r in found], dtype=np.bool_),
        vectors=level,
        is_weakly_read=is_weak,
        entities=tuple(names.get(r["doc_id"], ()) for r in found),
        has_entities=bool(names),
        coined=tuple(coined_of(r.get("abstract") or "", r["language"]) for r in found),
    )


def _successor(topic_id: str | None, merges: Mapping[str, str]) -> str | None:
    seen = set()
    while topic_id is not None and topic_id in merges and topic_id not in seen:
        seen.add(topic_id)
        topic_id = merges[topic_id]
    return topic_id


def _matrix(hashes: list[str], vectors: Mapping[str, FloatArray] | None) -> FloatArray | None:
    if not vectors:
        return None
    dim = len(next(iter(vectors.values())))
    zero = np.zeros(dim, dtype=np.float32)
    if not hashes:
        return np.zeros((0, dim), dtype=np.float32)
    return np.stack([vectors.get(h, zero) for h in hashes]).astype(np.float32)
