"""Normalise: raw entries -> documents, versions, aliases and origins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any

import pyarrow as pa

from horizon.config import NormaliseSettings
from horizon.garbage import rarely_searched
from horizon.normalise.dates import counted_at, is_backlog
from horizon.normalise.helper import read_with_help
from horizon.normalise.identity import aliases, extra_of, folded, short_hash
from horizon.normalise.origins import Sighting, find_origins
from horizon.normalise.reading import Raw, Reading
from horizon.normalise.works import Work, works_of
from horizon.storage import ledger
from horizon.storage.store import Store
from horizon.types import Document, OriginMember, Progress, StageReport, Window, monday_of

MAX_VERSIONS = 20
CHUNK = 5_000  # entries whose texts are in memory at once
STEP = 1_800  # of them, that become documents while the helper reads the others


@dataclass(slots=True)
class Output:
    """Rows to write."""

    documents: list[Document] = field(default_factory=list)
    aliases: list[dict[str, Any]] = field(default_factory=list)
    origins: list[OriginMember] = field(default_factory=list)
    bands: pa.Table | tuple[()] = ()
    works: list[dict[str, Any]] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)
    n_edits: int = 0


def run(
    store: Store, settings: NormaliseSettings, window: Window, *, progress: Progress | None = None
) -> StageReport:
    """Turn every entry fetched up to window.as_of that has no document yet into one. A second run finds nothing to do."""
    waiting = store.arrow("normalise/waiting", as_of=window.as_of)
    hashes = waiting.column("entry_hash").to_pylist()
    run_ = ledger.begin(store, "normalise", window, settings, inputs=hashes)
    if run_.is_done or not hashes:
        return run_.skipped()
    counts = {"entries": len(hashes), "documents": 0, "edits": 0, "copies": 0}
    with store.transaction(), rarely_searched():
        for start in range(0, len(hashes), CHUNK):
            if progress:
                progress("normalise", start, len(hashes))
            prepared = _prepared(waiting.slice(start, CHUNK), settings)
            while step := list(islice(prepared, STEP)):
                out = _normalise(store, settings, step)
                store.append("core_document", out.documents, run_id=run_.run_id)
                store.append("core_document_alias", out.aliases, run_id=run_.run_id)
                store.append("core_origin_member", out.origins, run_id=run_.run_id)
                store.append("core_copy_band", out.bands, run_id=run_.run_id)
                store.append_new(
                    "core_document_work", out.works, key=("work", "doc_id", "is_stated"), run_id=run_.run_id
                )
                store.append("core_entry_document", out.entries, run_id=run_.run_id)
                counts["documents"] += len(out.origins)
                counts["edits"] += out.n_edits
                counts["copies"] += sum(o.origin_id != o.doc_id for o in out.origins)
        return run_.finish(counts=counts)


def _normalise(store: Store, settings: NormaliseSettings, prepared: Sequence[Prepared]) -> Output:
    names = pa.table(
        {"alias": pa.array({alias for p in prepared for _, alias in p.aliases}, type=pa.string())}
    )
    known = {r["alias"]: r["doc_id"] for r in store.rows("normalise/aliases", given_aliases=names)}
    latest = {r["doc_id"]: r for r in store.rows("normalise/latest", doc_ids=sorted(set(known.values())))}
    out = Output()
    sightings: list[Sighting] = []
    for p in prepared:
        doc_id = _known_document(p, known, latest)
        if doc_id is None:
            document = _new_document(p, latest)
            doc_id = document.doc_id
            out.documents.append(document)
            sightings.append(Sighting(doc_id, p.works, (document, p.reading.print_)))
            latest[doc_id] = _as_latest(document)
        else:
            sightings.append(Sighting(doc_id, p.works))
            edited = _edit(p, latest[doc_id])
            if edited is not None:
                out.documents.append(edited)
                out.n_edits += 1
                latest[doc_id] = _as_latest(edited)
        for _, alias in p.aliases:
            if alias not in known:
                known[alias] = doc_id
                out.aliases.append(
                    {
                        "alias": alias,
                        "doc_id": doc_id,
                        "source_id": p.row["source_id"],
                        "seen_at": p.row["fetched_at"],
                    }
                )
        out.works += [
            {
                "work": work.key,
                "doc_id": doc_id,
                "is_stated": work.is_stated,
                "seen_at": p.row["fetched_at"],
            }
            for work in p.works
        ]
        out.entries.append(
            {"entry_hash": p.row["entry_hash"], "doc_id": doc_id, "seen_at": p.row["fetched_at"]}
        )
    out.origins, out.bands = find_origins(store, settings, sightings)
    return out


@dataclass(frozen=True, slots=True)
class Prepared:
    """One entry, read."""

    row: Mapping[str, Any]
    reading: Reading
    aliases: list[tuple[str, str]]
    works: tuple[Work, ...]
    counted_at: datetime
    defects: tuple[str, ...]
    is_backlog: bool

    @property
    def title(self) -> str:
        return self.reading.title

    @property
    def text(self) -> str:
        return self.reading.text

    @property
    def url(self) -> str | None:
        return self.reading.url


def _prepared(waiting: pa.Table, settings: NormaliseSettings) -> Iterator[Prepared]:
    """The entries in order, each as soon as it is read."""
    raws = list(map(Raw, *(waiting.column(name).to_pylist() for name in Raw._fields)))
    readings = read_with_help(raws, max_chars=settings.max_text_chars)
    rows = waiting.drop_columns(["title", "summary", "content"]).to_pylist()  # while the helper reads
    for row, reading in zip(rows, readings, strict=True):
        yield _prepare(row, reading, settings)


def _prepare(row: Mapping[str, Any], reading: Reading, settings: NormaliseSettings) -> Prepared:
    counted, defect = counted_at(row["published_at"], row["fetched_at"], future_days=settings.future_days)
    extra = extra_of(row)
    on_board = None if row["is_archive"] else row["on_board_at"]
    return Prepared(
        row=row,
        reading=reading,
        aliases=aliases(row, extra, url=reading.url, title=reading.title, published_at=row["published_at"]),
        works=works_of(row["url"], row["guid"], extra),
        counted_at=counted,
        defects=(*(row["defects"] or ()), *([defect] if defect else ())),
        is_backlog=is_backlog(counted, on_board),
    )


def _known_document(
    p: Prepared, known: Mapping[str, str], latest: Mapping[str, Mapping[str, Any]]
) -> str | None:
    """The document this entry is a sighting of. A guid used again for another page with another title is not trusted."""
    for kind, alias in p.aliases:
        doc_id = known.get(alias)
        if doc_id is None:
            continue
        before = latest[doc_id]
        same_title = folded(before["title"]) == folded(p.title)
        same_url = p.url is not None and before["canonical_url"] == p.url
        if (
            kind == "guid"
            and p.url is not None
            and before["canonical_url"] is not None
            and not (same_url or same_title)
        ):
            continue
        if kind == "url" and p.row["guid"] and not same_title and _is_landing(p.url):
            continue
        # dockets and bulletins: one title, many items; the same text means it was only given a new address
        elsewhere = p.url is not None and before["canonical_url"] is not None and not same_url
        if kind == "title" and elsewhere and (before["text"] != p.text or not p.text):
            continue
        return doc_id
    return None


def _is_landing(url: str | None) -> bool:
    return url is not None and url.count("/") <= 3 and "?" not in url


def _new_document(p: Prepared, latest: Mapping[str, Any]) -> Document:
    doc_id = short_hash(p.aliases[0][1])
    if doc_id in latest:  # the strongest alias belongs to another document: a guid used twice
        doc_id = short_hash(p.aliases[0][1], p.url, p.title, p.row["entry_hash"])
    return _document(p, doc_id, 1, p.row["fetched_at"])


def _edit(p: Prepared, before: Mapping[str, Any]) -> Document | None:
    """A new version when title or text really changed; later duplicates and cosmetic changes are none."""
    if before["version"] >= MAX_VERSIONS or not p.title:
        return None
    if folded(before["title"]) == folded(p.title) and (
        not p.text or folded(before["text"]) == folded(p.text)
    ):
        return None
    document = _document(p, before["doc_id"], before["version"] + 1, before["first_seen_at"])
    # an edit does not move a document to another week
    return replace(
        document,
        counted_at=before["counted_at"],
        week_on=monday_of(before["counted_at"]),
        is_backlog=before["is_backlog"],
    )


def _document(p: Prepared, doc_id: str, version: int, first_seen_at: datetime) -> Document:
    return Document(
        doc_id=doc_id,
        version=version,
        source_id=p.row["source_id"],
        source_class=p.row["source_class"],
        entry_hash=p.row["entry_hash"],
        canonical_url=p.url,
        title=p.title,
        text=p.text,
        author=p.row["author"],
        language=p.reading.language,
        published_at=p.row["published_at"],
        date_precision=p.row["date_precision"],
        first_seen_at=first_seen_at,
        seen_at=p.row["fetched_at"],
        counted_at=p.counted_at,
        week_on=monday_of(p.counted_at),
        is_backlog=p.is_backlog,
        identity=p.aliases[0][0],
        text_hash=p.reading.text_hash,
        n_words=p.reading.n_words,
        defects=p.defects,
    )


def _as_latest(d: Document) -> dict[str, Any]:
    names = (
        "doc_id",
        "version",
        "title",
        "text",
        "canonical_url",
        "first_seen_at",
        "counted_at",
        "is_backlog",
    )
    return {name: getattr(d, name) for name in names}
