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
MAX_BEARERS = 12  # documents of one identifier; what more bear is a journal or a feed, not a work
MAX_OF_SOURCE = 2  # of them from one source, which has a preprint and its article at most


@dataclass(frozen=True, slots=True)
class Sighting:
    """An entry in its order: the document it is of, the works it names, and what a new document is compared by."""

    doc_id: str
    works: tuple[Work, ...]
    fresh: tuple[Document, Fingerprint] | None = None


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
    store: Store, settings: NormaliseSettings, sightings: Sequence[Sighting]
) -> tuple[list[OriginMember], pa.Table | tuple[()]]:
    """The origin of each new document, and the rows of core_copy_band that later ones are looked up by."""
    fresh = [s.fresh for s in sightings if s.fresh]
    if not fresh:
        return [], ()
    span = timedelta(days=settings.copy_days)
    versions, of_works = _versions(store, sightings)
    earlier = _read([*_near(store, fresh, span), *versions])
    index = _Index(shared_bands([*(k.print_ for k in earlier.values()), *(p for _, p in fresh)]))
    for known in earlier.values():
        index.add(known)
    for work, doc_id in of_works:
        index.add_work(work, doc_id)
    members = []
    for sighting in sightings:
        if sighting.fresh:
            document, print_ = sighting.fresh
            near = [
                k for k in index.like(document, print_) if abs(k.counted_at - document.counted_at) <= span
            ]
            kin = index.of_works(sighting.works, document.source_id)
            member = _origin_of(document, print_, near, kin, settings.copy_similarity)
            members.append(member)
            index.add(_as_known(document, print_, member.origin_id))
        for work in sighting.works:
            index.add_work(work, sighting.doc_id)
    return members, _bands_table(fresh)


def _near(
    store: Store, fresh: Sequence[tuple[Document, Fingerprint]], span: timedelta
) -> list[dict[str, Any]]:
    """Earlier documents of these weeks that share a band, a text or a title."""
    days = [d.counted_at for d, _ in fresh]
    return store.rows(
        "normalise/copy_candidates",
        given_bands=pa.table({"band": np.unique(bands_of([p for _, p in fresh]))}),
        hashes=sorted({d.text_hash for d, _ in fresh}),
        titles=sorted({d.title for d, _ in fresh}),
        since=min(days) - span,
        until=max(days) + span,
    )


def _versions(
    store: Store, sightings: Sequence[Sighting]
) -> tuple[list[dict[str, Any]], list[tuple[Work, str]]]:
    """Earlier documents, however old, that bear a work which new ones bear or are seen to bear it now; and the (work, doc_id)."""
    keys = {work.key for s in sightings if s.fresh for work in s.works}
    if not keys:
        return [], []
    seen = {s.doc_id for s in sightings if not s.fresh and any(work.key in keys for work in s.works)}
    rows = store.rows(
        "normalise/same_work",
        given_works=pa.table({"work": pa.array(sorted(keys), type=pa.string())}),
        given_ids=pa.table({"doc_id": pa.array(sorted(seen), type=pa.string())}),
        most=MAX_BEARERS + 1,
    )
    return rows, [(Work(r["work"], r["is_stated"]), r["doc_id"]) for r in rows if r["work"]]


def _read(rows: Sequence[Mapping[str, Any]]) -> dict[str, _Known]:
    once = {row["doc_id"]: row for row in rows}
    prints = fingerprints([(row["title"], row["text"]) for row in once.values()])
    names = ("doc_id", "source_id", "title", "language", "text_hash", "counted_at", "origin_id")
    return {
        doc_id: _Known(**{name: row[name] for name in names}, print_=print_)
        for (doc_id, row), print_ in zip(once.items(), prints, strict=True)
    }


def _as_known(document: Document, print_: Fingerprint, origin_id: str) -> _Known:
    d = document
    return _Known(d.doc_id, d.source_id, d.title, d.language, d.text_hash, d.counted_at, print_, origin_id)


def _bands_table(fresh: Sequence[tuple[Document, Fingerprint]]) -> pa.Table:
    """Rows of core_copy_band."""
    which = pa.array(np.repeat(np.arange(len(fresh)), np.array([len(p.bands) for _, p in fresh])))
    ids, moments = [d.doc_id for d, _ in fresh], [d.seen_at for d, _ in fresh]
    return pa.table(
        {
            "band": bands_of([p for _, p in fresh]),
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
        bearers = self._by_work[work.key]
        bearers[doc_id] = bearers.get(doc_id, False) or work.is_stated

    def like(self, document: Document, print_: Fingerprint) -> list[_Known]:
        """Those added before that share a band, a text or a title, by id."""
        ids = self._by_text.get(document.text_hash, set()) | self._by_title.get(folded(document.title), set())
        for band in self._bands.intersection(print_.bands):
            ids |= self._by_band.get(band, set())
        return [self._known[i] for i in sorted(ids)]

    def of_works(self, works: Iterable[Work], source_id: str) -> list[_Kin]:
        """Those added before that share a work, by id; a work that too many bear tells nothing."""
        found: dict[str, bool] = {}
        for work in works:
            bearers = self._by_work.get(work.key, {})
            sources = [self._known[doc_id].source_id for doc_id in bearers]
            if len(bearers) > MAX_BEARERS or sources.count(source_id) >= MAX_OF_SOURCE:
                continue
            for doc_id, is_stated in bearers.items():
                is_one_number = is_stated and work.is_stated and work.is_of_all_languages
                found[doc_id] = found.get(doc_id, False) or is_one_number
        return [_Kin(self._known[doc_id], is_one_number) for doc_id, is_one_number in sorted(found.items())]


@dataclass(frozen=True, slots=True)
class _Kin:
    """A document of the same work; in_all_languages: by a number that both state and that translations share."""

    known: _Known
    in_all_languages: bool


def _origin_of(
    document: Document, print_: Fingerprint, near: Sequence[_Known], kin: Sequence[_Kin], threshold: float
) -> OriginMember:
    """The closest reason first: the same text, a near copy, another version of the work, the same headline elsewhere."""
    for known in near:
        if known.text_hash == document.text_hash and document.n_words >= 8:
            return _member(document, known, "same_text", 1.0)
    by_id = {
        k.doc_id: k for k in near if may_be_copy(document.title, document.source_id, k.title, k.source_id)
    }
    copy = best_copy(print_, ((i, k.print_) for i, k in by_id.items()), threshold)
    if copy:
        return _member(document, by_id[copy[0]], "near_copy", round(copy[1], 4))
    for one in kin:
        if _is_version(document, print_, one):
            return _member(document, one.known, "same_identifier", None)
    for known in near:
        if _is_reprinted(document, print_, known):
            return _member(document, known, "same_title", None)
    return _member(document, None, "first", None)


def _is_version(document: Document, print_: Fingerprint, kin: _Kin) -> bool:
    """Words of two languages say nothing of each other; there the number decides, if it is one that translations share."""
    languages = {document.language, kin.known.language}
    if len(languages) == 2 and None not in languages:
        return kin.in_all_languages
    return is_same_work(print_, kin.known.print_)


def _is_reprinted(document: Document, print_: Fingerprint, known: _Known) -> bool:
    """One headline in two sources within days. With text on both sides it must not speak against it; a headline alone must do."""
    other = known.print_
    return (
        folded(known.title) == folded(document.title)
        and len(document.title.split()) >= 5
        and known.source_id != document.source_id
        and abs(known.counted_at - document.counted_at) <= timedelta(days=SAME_TITLE_DAYS)
        and (min(print_.n_words, other.n_words) < 20 or len(print_.marks & other.marks) >= 2)
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
