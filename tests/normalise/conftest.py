"""Raw entries to normalise."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from horizon.storage.store import Store
from horizon.types import RawEntry, Source

NOW = datetime(2026, 5, 18, 4, tzinfo=UTC)


@pytest.fixture
def store() -> Store:
    store = Store.in_memory()
    sources = [
        Source(source_id=i, name=n, source_class="news", url=f"https://{i}.example/feed")
        for i, n in (("wire", "The Wire"), ("daily", "The Daily"), ("trade", "Trade"))
    ]
    store.append("core_source", sources)
    state = {"source_id": "wire", "on_board_at": datetime(2026, 5, 11, tzinfo=UTC)}
    store.append("core_source_state", [state])
    return store


@pytest.fixture
def entry() -> Callable[..., RawEntry]:
    def make(title: str, text: str = "", **fields: Any) -> RawEntry:
        values: dict[str, Any] = {
            "source_id": "wire",
            "entry_key": fields.get("guid") or title,
            "title": title,
            "summary": text,
            "published_at": datetime(2026, 5, 14, 9, tzinfo=UTC),
            "fetched_at": NOW,
            "fetch_id": "f",
            "language": "en",
            **fields,
        }
        values["entry_hash"] = hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()[:24]
        return RawEntry(**values)

    return make
