"""What a stage may ask of storage. The DuckDB file (`store.Store`) is one backend; a lake with a catalogue would be another.

Nothing here relies on primary keys or on one process: `append_new` says by which columns a row is known, a window is
written whole inside one transaction, and a backend with several writers gives each source partition to one of them.
Queries are named `.sql` files in the SQL that DuckDB and DuckLake share; vectors are FLOAT[] in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from horizon.storage.bodies import BodyStore
from horizon.storage.store import Store
from horizon.types import StageReport, Window


class Storage(Protocol):
    """The methods that stages and the ledger use; their meanings stand at `Store`, the first that has them."""

    bodies: BodyStore
    folder: Path | None  # where a stage may keep small files beside the data; None in memory

    def arrow(self, query: str, **parameters: object) -> pa.Table: ...

    def rows(self, query: str, **parameters: object) -> list[dict[str, Any]]: ...

    def scalar(self, query: str, **parameters: object) -> Any: ...

    def count(self, table: str) -> int: ...

    def transaction(self) -> AbstractContextManager[None]: ...

    def append(
        self, table: str, records: Sequence[object] | pa.Table, *, run_id: str | None = None
    ) -> int: ...

    def append_new(
        self,
        table: str,
        records: Sequence[object] | pa.Table,
        *,
        key: Sequence[str],
        run_id: str | None = None,
    ) -> int: ...

    def replace(self, table: str, records: Sequence[object] | pa.Table, *, key: Sequence[str]) -> None: ...

    def change(self, query: str, **parameters: object) -> None: ...

    def delete(self, table: str, **equals: object) -> None: ...

    def little_memory(self, limit: str = ...) -> AbstractContextManager[None]: ...

    def finished_run(
        self, stage: str, window: Window, *, inputs_hash: str, config_hash: str, code_version: str
    ) -> str | None: ...

    def record_run(
        self,
        report: StageReport,
        *,
        inputs_hash: str,
        config_hash: str,
        code_version: str,
        started_at: datetime,
        model_ids: Iterable[str] = (),
    ) -> None: ...


def _is_a_backend(store: Store) -> Storage:
    """Checked by mypy alone: the file store is a Storage."""
    return store
