"""New documents -> their origins: copies of one text, headlines printed twice, and versions of one work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from horizon.config import NormaliseSettings
from horizon.normalise.duplicates import (
    Fingerprint,
    bands_of,
    best_copy,
    fingerprints,
    is_same_work,
    may_be_copy,
    shared_bands,
)
from horizon.normalise.identity import folded
from horizon.normalise.works import Work
from horizon.storage.store import Store
from horizon.types import Document, OriginMember

SAME_TITLE_DAYS = 7


@dataclass(frozen=True, slots=True)
class Fresh:
    """A new document with what it is compared by."""

    document: Document
    print_: Fingerprint
    works: tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """A document that new ones are compared with, and the origin it has."""

    doc_id: str
    source_id: str
    title: str
    language: str | None
    text_hash: str
    counted_at: datetime
    print_: Fingerprint
    origin_id: str


def find_origins(
    store: Store, settings: NormaliseSettings, fresh: Sequence[Fresh]
) -> tuple[list[OriginMember], pa.Table | tuple[()]]:
    """The origin of each new document, and the rows of core_copy_band that later ones are looked up by."""
    if not fresh:
        return [], ()
    span = timedelta(days=settings.copy_days)
    prints = [f.print_ for f in fresh]
    near = _near(store, fresh, span)
    versions, of_works = _versions(store, fresh)
    earlier = _read([*near, *versions])
    index = _Index(shared_bands([*(k.print_ for k in earlier.values()), *prints]))
    for known in earlier.values():
        index.add(known)
    for work, doc_id in of_works:
        index.add_work(work, doc_id)
    members = []
    for one in fresh:
        by_text = [k for k in index.like(one) if abs(k.counted_at - one.document.counted_at) <= span]
        member = _origin_of(one, by_text, index.of_works(one.works), settings.copy_similarity)
        members.append(member)
        index.add(_as_known(one, member.origin_id))
        for work in one.works:
            index.add_work(work, one.document.doc_id)
    return members, _bands_table(fresh)


def _near(store: Store, fresh: Sequence[Fresh], span: timedelta) -> list[dict[str, Any]]:
    """Earlier documents of these weeks that share a band, a text or a title."""
    days = [f.document.counted_at for f in fresh]
    return store.rows(
        "normalise/copy_candidates",
        given_bands=pa.table({"band": np.unique(bands_of([f.print_ for f in fresh]))}),
        hashes=sorted({f.document.text_hash for f in fresh}),
        titles=sorted({f.document.title for f in fresh}),
        since=min(days) - span,
        until=max(days) + span,
    )


def _versions(store: Store, fresh: Sequence[Fresh]) -> tuple[list[dict[str, Any]], list[tuple[Work, str]]]:
    """Earlier documents, however old, that share an identifier of a work; and the (work, doc_id) by which they do."""
    keys = sorted({work.key for f in fresh for work in f.works})
    if not keys:
        return [], []
    rows = store.rows("normalise/same_work", given_works=pa.table({"work": pa.array(keys, type=pa.string())}))
    return rows, [(Work(row["work"], row["is_stated"]), row["doc_id"]) for row in rows]


def _read(rows: Sequence[Mapping[str, Any]]) -> dict[str, _Known]:
    once = {row["doc_id"]: row for row in rows}
    prints = fingerprints([(row["title"], row["text"]) for row in once.values()])
    names = ("doc_id", "source_id", "title", "language", "text_hash", "counted_at", "origin_id")
    return {
        doc_id: _Known(**{name: row[name] for name in names}, print_=print_)
        for (doc_id, row), print_ in zip(once.items(), prints, strict=True)
    }


def _as_known(one: Fresh, origin_id: str) -> _Known:
    d = one.document
    return _Known(
        d.doc_id, d.source_id, d.title, d.language, d.text_hash, d.counted_at, one.print_, origin_id
    )


def _bands_table(fresh: Sequence[Fresh]) -> pa.Table:
    """Rows of core_copy_band."""
    times = np.array([len(f.print_.bands) for f in fresh])
    which = pa.array(np.repeat(np.arange(len(fresh)), times))
    ids, moments = [f.document.doc_id for f in fresh], [f.document.seen_at for f in fresh]
    return pa.table(
        {
            "band": bands_of([f.print_ for f in fresh]),
            "doc_id": pa.array(ids, type=pa.string()).take(which),
            "seen_at": pa.array(moments, type=pa.timestamp("us", tz="UTC")).take(which),
        }
    )


class _Index:
    """Documents by what makes them worth a comparison: a band, a folded title, a text, a work."""

    def __init__(self, bands: frozenset[int]) -> None:
        self._bands = bands  # the others lead to nothing
        self._known: dict[str, _Known] = {}
        self._by_band: dict[int, set[str]] = defaultdict(set)
        self._by_title: dict[str, set[str]] = defaultdict(set)
        self._by_text: dict[str, set[str]] = defaultdict(set)
        self._by_work: dict[str, dict[str, bool]] = defaultdict(dict)

    def add(self, known: _Known) -> None:
        self._known[known.doc_id] = known
        self._by_title[folded(known.title)].add(known.doc_id)
        self._by_text[known.text_hash].add(known.doc_id)
        for band in self._bands.intersection(known.print_.bands):
            self._by_band[band].add(known.doc_id)

    def add_work(self, work: Work, doc_id: str) -> None:
        self._by_work[work.key][doc_id] = work.is_stated

    def like(self, one: Fresh) -> list[_Known]:
        """Those added before that share a band, a text or a title, by id."""
        ids = self._by_text.get(one.document.text_hash, set()) | self._by_title.get(
            folded(one.document.title), set()
        )
        for band in self._bands.intersection(one.print_.bands):
            ids |= self._by_band.get(band, set())
        return [self._known[i] for i in sorted(ids)]

    def of_works(self, works: Iterable[Work]) -> list[tuple[_Known, bool]]:
        """Those added before that share a work, by id, and whether both sides state it."""
        found: dict[str, bool] = {}
        for work in works:
            for doc_id, is_stated in self._by_work.get(work.key, {}).items():
                found[doc_id] = found.get(doc_id, False) or (is_stated and work.is_stated)
        return [(self._known[i], is_stated) for i, is_stated in sorted(found.items())]


def _origin_of(
    one: Fresh, near: Sequence[_Known], versions: Sequence[tuple[_Known, bool]], threshold: float
) -> OriginMember:
    """The closest reason first: the same text, a near copy, another version of the work, the same headline elsewhere."""
    document = one.document
    for known in near:
        if known.text_hash == document.text_hash and document.n_words >= 8:
            return _member(document, known, "same_text", 1.0)
    by_id = {
        k.doc_id: k for k in near if may_be_copy(document.title, document.source_id, k.title, k.source_id)
    }
    copy = best_copy(one.print_, ((i, k.print_) for i, k in by_id.items()), threshold)
    if copy:
        return _member(document, by_id[copy[0]], "near_copy", round(copy[1], 4))
    for known, is_stated in versions:
        is_one_language = known.language == document.language
        if is_same_work(one.print_, known.print_) if is_one_language else is_stated:
            return _member(document, known, "same_identifier", None)
    for known in near:
        if _is_reprinted(one, known):
            return _member(document, known, "same_title", None)
    return _member(document, None, "first", None)


def _is_reprinted(one: Fresh, known: _Known) -> bool:
    """One headline in two sources within days. With text on both sides it must not speak against it; a headline alone must do."""
    document, other = one.document, known.print_
    return (
        folded(known.title) == folded(document.title)
        and len(document.title.split()) >= 5
        and known.source_id != document.source_id
        and abs(known.counted_at - document.counted_at) <= timedelta(days=SAME_TITLE_DAYS)
        and (min(one.print_.n_words, other.n_words) < 20 or len(one.print_.marks & other.marks) >= 2)
    )


def _member(
    document: Document, matched: _Known | None, reason: str, similarity: float | None
) -> OriginMember:
    return OriginMember(
        doc_id=document.doc_id,
        origin_id=matched.origin_id if matched else document.doc_id,
        reason=reason,
        similarity=similarity,
        matched_doc_id=matched.doc_id if matched else None,
        seen_at=document.seen_at,
    )
