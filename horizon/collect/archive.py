"""A historical archive (JSON lines) as raw entries, in replay mode: an item is first seen when it was published.

Fields of a line: id, title and, as far as known, published, summary, content, source, url, author, lang, label, doi.
Only an explicit command loads an archive; a source catalogue may not name local files.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from horizon.collect.dates import read_date
from horizon.collect.identity import entry_hash, fetch_id, slug
from horizon.collect.rows import entries_table
from horizon.config import CollectSettings
from horizon.errors import ConfigError
from horizon.storage.ledger import begin
from horizon.storage.store import Store
from horizon.types import RawEntry, Source, SourceClass, StageReport, Window, midnight

EXTRA_FIELDS = ("label", "doi", "arxiv", "celex", "dok_id", "doctype")
MAX_LINE_CHARS = 2_000_000


@dataclass(frozen=True, slots=True)
class Archive:
    """What a file holds: sources by id, entries in file order, lines that were left out and why."""

    sources: dict[str, Source]
    entries: list[RawEntry]
    left_out: tuple[str, ...]
    file_hash: str


def load(
    store: Store,
    path: Path,
    *,
    source_class: SourceClass = "news",
    until: datetime | None = None,
    now: datetime | None = None,
) -> StageReport:
    """Load a .jsonl or .jsonl.gz into the store as one run of stage collect; loading it twice leaves the same rows.

    until: only items published before this moment. now: when undated items count as seen, if no item has a date.
    Raises ConfigError for a file that can not be read or holds no entry.
    """
    archive = read(path, source_class=source_class, until=until, now=now)
    seen = [entry.fetched_at for entry in archive.entries]
    end = midnight(max(seen).date() + timedelta(days=1))
    window = Window(start=midnight(min(seen).date()), end=end, as_of=end)
    run = begin(
        store,
        "collect",
        window,
        CollectSettings(),
        inputs=["archive", archive.file_hash, source_class, until],
    )
    if run.is_done:
        return run.skipped()
    with store.transaction():
        store.replace("core_source", list(archive.sources.values()), key=("source_id",))
        n_new = store.append_new(
            "raw_entry", entries_table(archive.entries), key=("source_id", "entry_hash"), run_id=run.run_id
        )
        fetches, states = _bookkeeping(archive, path, end)
        store.append_new("raw_fetch", fetches, key=("fetch_id",), run_id=run.run_id)
        store.replace("core_source_state", states, key=("source_id",))
        counts = {
            "n_sources": len(archive.sources),
            "n_entries": len(archive.entries),
            "n_new_entries": n_new,
        }
        return run.finish(counts={**counts, "n_left_out": len(archive.left_out)}, notes=archive.left_out[:20])


def read(
    path: Path,
    *,
    source_class: SourceClass = "news",
    until: datetime | None = None,
    now: datetime | None = None,
) -> Archive:
    """Parse an archive without a store. Raises ConfigError for a file that can not be read or holds no entry."""
    digest = hashlib.sha256()
    sources: dict[str, Source] = {}
    entries: list[RawEntry] = []
    left_out: list[str] = []
    stem = path.name.removesuffix(".gz").removesuffix(".jsonl")
    for number, line in _lines(path):
        digest.update(line.encode("utf-8", "surrogatepass"))
        try:
            item = json.loads(line)
            name = str(item.get("source") or stem)
            entry = _entry(item, f"{slug(stem, max_chars=30)}.{slug(name)}", number)
        except (ValueError, TypeError, KeyError, AttributeError) as exc:
            left_out.append(f"{path.name}: line {number} is not an archive entry ({exc!r})")
            continue
        if until is not None and entry.published_at is not None and entry.published_at >= until:
            continue
        entries.append(entry)
        if entry.source_id not in sources:
            sources[entry.source_id] = Source(
                source_id=entry.source_id, name=name, source_class=source_class, url=f"archive:{path.name}", kind="archive",
                language=entry.language, is_primary=source_class != "news",
            )  # fmt: skip
    if not entries:
        raise ConfigError(
            f"{path}: no entry could be read from it. Each line needs a JSON object with 'id' and 'title'."
        )
    return Archive(sources, _placed(entries, now), tuple(left_out), digest.hexdigest())


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open("rb") as plain:
            handle = gzip.open(plain) if path.suffix == ".gz" else plain  # noqa: SIM115 - `plain` is closed
            for number, line in enumerate(handle, 1):
                if line.strip():
                    yield number, line[:MAX_LINE_CHARS].decode("utf-8", "replace")
    except (OSError, EOFError, zlib.error) as exc:
        raise ConfigError(f"{path}: can not be read ({exc}). Name a .jsonl or .jsonl.gz file.") from exc


def _entry(item: dict[str, Any], source_id: str, number: int) -> RawEntry:
    key = str(item["id"])
    title = str(item["title"])
    published_raw = _text(item.get("published"))
    date = read_date(published_raw) if published_raw else None
    content, summary, url = _text(item.get("content")), _text(item.get("summary")), _text(item.get("url"))
    extra = {name: item[name] for name in EXTRA_FIELDS if item.get(name)}
    return RawEntry(
        entry_hash=entry_hash(
            source_id=source_id, key=key, guid=key, url=url, title=title, summary=summary, content=content,
            published_raw=published_raw,
        ),
        source_id=source_id,
        entry_key=key,
        guid=key,
        url=url,
        title=title,
        summary=summary,
        content=content,
        author=_text(item.get("author")),
        published_raw=published_raw,
        published_at=date.at if date else None,
        date_precision=_precision(item.get("date_precision"), date.precision) if date else None,
        language=_text(item.get("lang")),
        extra=json.dumps(extra, sort_keys=True, ensure_ascii=False) if extra else None,
        fetched_at=date.at if date else datetime.max.replace(tzinfo=UTC),
        fetch_id="",
        position=number,
    )  # fmt: skip


def _precision(stated: object, seen: str) -> str:
    """The coarser of what the text shows and what the archive states; a multi-year span counts as a year."""
    order = ("second", "minute", "hour", "day", "month", "year")
    words = str(stated or "").lower()
    named = next((p for p in order if words == p), "year" if "year" in words else seen)
    return max(named, seen, key=order.index)


def _placed(entries: list[RawEntry], now: datetime | None) -> list[RawEntry]:
    """Undated items are seen at the end of the archive: nothing shows that they were known earlier."""
    dated = [entry.fetched_at for entry in entries if entry.published_at is not None]
    last = max(dated) if dated else now
    if last is None:
        raise ConfigError(
            "the archive has no readable date at all; give the moment at which its items count as seen"
        )
    return [
        replace(e, fetched_at=e.published_at or last, fetch_id=fetch_id(e.source_id, last)) for e in entries
    ]


def _bookkeeping(
    archive: Archive, path: Path, end: datetime
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    by_source: dict[str, list[RawEntry]] = {source_id: [] for source_id in archive.sources}
    for entry in archive.entries:
        by_source[entry.source_id].append(entry)
    fetches = [
        {
            "fetch_id": entries[0].fetch_id, "source_id": source_id, "requested_url": f"archive:{path.name}",
            "requested_at": max(e.fetched_at for e in entries), "outcome": "ok",
            "reason": f"archive {path.name}, sha256 {archive.file_hash[:16]}", "n_entries": len(entries),
        }
        for source_id, entries in by_source.items()
    ]  # fmt: skip
    states = [
        {
            "source_id": source_id, "on_board_at": min(e.fetched_at for e in entries), "last_fetched_at": end,
            "last_success_at": end, "last_new_entry_at": max(e.fetched_at for e in entries), "n_failures": 0,
            "health": "healthy", "health_reason": "archive, loaded once", "is_retired": False,
        }
        for source_id, entries in by_source.items()
    ]  # fmt: skip
    return fetches, states


def _text(value: object) -> str | None:
    return str(value) if value not in (None, "") else None
