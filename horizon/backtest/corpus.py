"""A dated corpus in a store of its own: read from JSON lines, or copied from a workspace's store.

Replaying history sets what was seen when to the day of publication: nothing is known before it was published.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from horizon.config import EnrichSettings
from horizon.enrich import stage as enrich_stage
from horizon.errors import ConfigError
from horizon.storage.store import Store
from horizon.types import SOURCE_CLASSES, Progress, SourceClass, Window, midnight, monday_of

COPIED = ("document", "source", "enrichment", "embedding", "mention", "origin_member")
RUN_ID = "backtest"


def load_jsonl(
    store: Store, path: Path, *, source_class: SourceClass = "news", progress: Progress | None = None
) -> tuple[date, date]:
    """Load a corpus with its entities and vectors; returns the first and last day. Rows without a date are left out.

    A line holds `id, published, title` and, where it has them, `summary, source, source_class, lang`. Raises ConfigError.
    """
    documents: list[dict[str, Any]] = []
    sources: dict[str, str] = {}
    days: list[date] = []
    for number, row in _rows(path):
        if not row.get("published"):
            continue
        document = _document(row, path, number, source_class)
        days.append(document["counted_at"].date())
        documents.append(document)
        sources.setdefault(document["source_id"], document["source_class"])
    if not documents:
        raise ConfigError(
            f"{path}: no line has a date in 'published' (ISO date). Add it, or name another file."
        )
    store.append("core_document", documents)
    store.append("core_source", [_source(name, kind) for name, kind in sorted(sources.items())])
    last = max(days)
    window = Window(
        start=midnight(min(days)),
        end=midnight(last + timedelta(days=1)),
        as_of=midnight(last + timedelta(days=1)),
    )
    enrich_stage.run(store, EnrichSettings(), window, progress=progress)
    return min(days), last


def copy_store(source: Store, target: Store) -> tuple[date, date]:
    """Copy what was read, not what was judged; returns the first and last day. Raises ConfigError for an empty store."""
    for table in COPIED:
        target.append(f"core_{table}", source.arrow(f"backtest/{table}"))
    return span_of(target)


def span_of(store: Store) -> tuple[date, date]:
    """First and last day of the documents. Raises ConfigError when there is none."""
    found = store.rows("backtest/span")
    if not found or found[0]["first_on"] is None:
        raise ConfigError(
            "nothing to replay: the store holds no document. Run `horizon scan`, or name a JSON lines file."
        )
    return found[0]["first_on"], found[0]["last_on"]


def _rows(path: Path) -> Iterable[tuple[int, Mapping[str, Any]]]:
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, json.loads(line)
    except (OSError, EOFError, UnicodeDecodeError, json.JSONDecodeError) as exc:
        raise ConfigError(f"{path}: not JSON lines ({exc}). Mend that line.") from exc


def _document(row: Mapping[str, Any], path: Path, number: int, source_class: SourceClass) -> dict[str, Any]:
    try:
        day = date.fromisoformat(str(row["published"])[:10])
        doc_id, title = str(row["id"]), str(row.get("title") or "").strip()
    except (KeyError, ValueError) as exc:
        raise ConfigError(
            f"{path} line {number}: needs 'id' and an ISO date in 'published' ({exc})."
        ) from exc
    kind = row.get("source_class") or source_class
    if kind not in SOURCE_CLASSES:
        raise ConfigError(
            f"{path} line {number}: source_class {kind!r} is not one of {', '.join(SOURCE_CLASSES)}."
        )
    text = str(row.get("summary") or "").strip()
    seen_at = datetime.combine(day, time(12), tzinfo=UTC)
    text_hash = hashlib.sha256(f"{title}\x1f{text}".encode()).hexdigest()[:24]
    return {
        "doc_id": doc_id, "version": 1, "source_id": str(row.get("source") or "unknown"), "source_class": kind,
        "entry_hash": text_hash, "canonical_url": row.get("url"), "title": title, "text": text, "author": None,
        "language": row.get("lang"), "published_at": seen_at, "date_precision": "day", "first_seen_at": seen_at,
        "seen_at": seen_at, "counted_at": seen_at, "week_on": monday_of(seen_at), "is_backlog": False, "identity": "guid",
        "text_hash": text_hash, "n_words": len(f"{title} {text}".split()), "defects": (), "run_id": RUN_ID,
    }  # fmt: skip


def _source(name: str, kind: str) -> dict[str, Any]:
    return {
        "source_id": name, "name": name, "source_class": kind, "url": f"corpus:{name}", "kind": "archive", "language": None,
        "family": name, "grade": "F", "is_primary": False, "is_enabled": True,
    }  # fmt: skip
