"""The private store: one DuckDB file, one owner at a time, written in whole transactions.

A stage sees only this class: named queries in, Arrow batches or records out. Everything that is peculiar to DuckDB
stays in this package, so that a second backend can take its place without touching a stage.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import duckdb
import pyarrow as pa

from horizon.errors import StoreBusyError, StoreDamagedError, StoreFullError
from horizon.storage.bodies import BodyStore
from horizon.storage.migrate import migrate
from horizon.storage.records import as_records, as_table
from horizon.types import StageReport, Window

STORAGE_VERSION = "v1.5.0"  # refuses a foreign .wal; readable by 1.5 and 2.0
FILE_NAME = "horizon.duckdb"
LOCK_NAME = "horizon.lock"
BUILD_MEMORY = "900MB"  # of DuckDB while it publishes, so that a laptop can go on working
T = TypeVar("T")


@cache
def query_text(name: str) -> str:
    """SQL of a named query, `folder/name` under storage/queries. Raises FileNotFoundError for an unknown name."""
    return resources.files("horizon.storage").joinpath("queries", f"{name}.sql").read_text(encoding="utf-8")


def hold_lock(path: Path) -> int:
    """Take the writer lock beside the store; returns the descriptor that holds it.

    flock is released by the kernel when the process dies, however it dies. Raises StoreBusyError naming the holder.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as exc:
        holder = os.read(handle, 200).decode("utf-8", "replace").strip() or "unknown process"
        os.close(handle)
        raise StoreBusyError(
            f"{path.parent}: another Horizon is running ({holder}). "
            "Wait for it to end, or stop that process; nothing was changed."
        ) from exc
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"pid {os.getpid()} since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC".encode(), 0)
    except OSError as exc:
        os.close(handle)
        raise disk_error(path, exc) from exc
    return handle


def disk_error(path: Path, exc: Exception) -> StoreFullError:
    """The one message for a disk that can not be written."""
    return StoreFullError(
        f"{path}: can not write ({exc}). Free disk space or move the workspace; what was committed before is safe."
    )


class Store:
    """An open private store. Use `with Store.open(folder) as store:`; closing checkpoints and gives the lock back."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path | None, lock: int | None) -> None:
        self._con = connection
        self._lock = lock
        self._depth = 0
        self.folder = folder
        self.bodies = BodyStore(folder / "bodies" if folder else None)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open (creating if absent) the store in a workspace folder and bring its schema up to date.

        Raises StoreBusyError, StoreFullError, StoreDamagedError or StoreVersionError.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock = hold_lock(folder / LOCK_NAME)
        except OSError as exc:
            raise disk_error(folder, exc) from exc
        try:
            connection = _connect(folder / FILE_NAME)
            store = cls(connection, folder, lock)
            store._guarded(lambda: migrate(connection))
        except BaseException:
            os.close(lock)
            raise
        return store

    @classmethod
    def in_memory(cls) -> Self:
        """An empty store for tests; bodies are kept in memory too."""
        connection = _connect(None)
        migrate(connection)
        return cls(connection, None, None)

    def close(self) -> None:
        self._con.close()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ---------------------------------------------------------------- reading

    def arrow(self, query: str, **parameters: object) -> pa.Table:
        """Result of a named query as an Arrow table.

        A parameter that is an Arrow table itself is a table of that name to the query: what has thousands of values costs a
        fifteenth so.
        """
        tables = {name: value for name, value in parameters.items() if isinstance(value, pa.Table)}
        values = {name: value for name, value in parameters.items() if name not in tables}

        def run() -> pa.Table:
            with self._lent(tables):
                return self._con.execute(query_text(query), values or None).to_arrow_table()

        return self._guarded(run)

    def rows(self, query: str, **parameters: object) -> list[dict[str, Any]]:
        """Result of a named query as one dict a row; timestamps are timezone-aware UTC."""
        return as_records(self.arrow(query, **parameters))

    def scalar(self, query: str, **parameters: object) -> Any:
        """First column of the first row of a named query, None when there is no row."""
        table = self.arrow(query, **parameters)
        return table.column(0)[0].as_py() if table.num_rows else None

    def tables(self) -> list[str]:
        """Names of all private tables, in name order."""
        rows = self._guarded(
            lambda: self._con.execute("SELECT table_name FROM duckdb_tables() ORDER BY table_name").fetchall()
        )
        return [str(row[0]) for row in rows]

    def run_ids(self, table: str) -> list[str]:
        """The runs that wrote a table's rows; none for a table that does not name them."""
        named = self._guarded(
            lambda: self._con.execute(
                "SELECT 1 FROM duckdb_columns() WHERE table_name = $table AND column_name = 'run_id'",
                {"table": table},
            ).fetchall()
        )
        if not named:
            return []
        rows = self._guarded(
            lambda: self._con.execute(f"SELECT DISTINCT run_id FROM {_ident(table)}").fetchall()
        )
        return [str(row[0]) for row in rows]

    def fingerprint(self, table: str) -> tuple[int, int]:
        """(rows, hash of all rows whatever their order) of a table; reads every block, so damage shows as an error."""
        row = self._guarded(
            lambda: self._con.execute(
                f"SELECT count(*), coalesce(bit_xor(hash(t)), 0) FROM {_ident(table)} AS t"
            ).fetchall()
        )
        return int(row[0][0]), int(row[0][1])

    def count(self, table: str) -> int:
        """Number of rows of a table."""
        row = self._guarded(lambda: self._con.execute(f"SELECT count(*) FROM {_ident(table)}").fetchall())
        return int(row[0][0])

    # ---------------------------------------------------------------- writing

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. A nested call joins the outer one. Any exception rolls back (DuckDB 1.5 would commit otherwise)."""
        if self._depth:
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
            return
        self._guarded(lambda: self._con.execute("BEGIN"))
        self._depth = 1
        try:
            yield
        except BaseException:
            self._depth = 0
            with suppress(
                duckdb.Error
            ):  # already rolled back by a fatal error; the first error is the one to tell
                self._con.execute("ROLLBACK")
            raise
        self._depth = 0
        self._guarded(lambda: self._con.execute("COMMIT"))

    def append(self, table: str, records: Sequence[object] | pa.Table, *, run_id: str | None = None) -> int:
        """Insert records (dataclasses, dicts or an Arrow table) by column name in one batch; returns the number inserted.

        run_id, when given, overwrites the records' own.
        """
        if len(records) == 0:
            return 0
        batch = _with_run(as_table(records), run_id)
        names = ", ".join(_ident(n) for n in batch.column_names)
        return self._from_batch(f"INSERT INTO {_ident(table)} ({names}) SELECT {names} FROM batch", batch)

    def append_new(
        self,
        table: str,
        records: Sequence[object] | pa.Table,
        *,
        key: Sequence[str],
        run_id: str | None = None,
    ) -> int:
        """Insert those records whose key is not in the table yet; the first of equal keys wins. Returns the number inserted."""
        if len(records) == 0:
            return 0
        batch = _with_run(as_table(records), run_id)
        names = ", ".join(_ident(n) for n in batch.column_names)
        on = " AND ".join(f"t.{_ident(k)} IS NOT DISTINCT FROM b.{_ident(k)}" for k in key)
        keys = ", ".join(_ident(k) for k in key)
        return self._from_batch(
            f"INSERT INTO {_ident(table)} ({names}) "
            f"SELECT {names} FROM (SELECT *, row_number() OVER () AS batch_row FROM batch) AS b "
            f"WHERE NOT EXISTS (SELECT 1 FROM {_ident(table)} AS t WHERE {on}) "
            f"QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY batch_row) = 1 ORDER BY batch_row",
            batch,
        )

    def replace(self, table: str, records: Sequence[object] | pa.Table, *, key: Sequence[str]) -> None:
        """Put records in place of the rows with the same key (for the few mutable tables: sources and their state)."""
        if len(records) == 0:
            return
        batch = as_table(records)
        on = " AND ".join(f"t.{_ident(k)} IS NOT DISTINCT FROM b.{_ident(k)}" for k in key)
        with self.transaction():
            self._from_batch(f"DELETE FROM {_ident(table)} AS t USING batch AS b WHERE {on}", batch)
            self.append(table, batch)

    def change(self, query: str, **parameters: object) -> None:
        """Run a named statement that writes (INSERT ... SELECT, UPDATE, DELETE), inside the caller's transaction if any."""
        self._guarded(lambda: self._con.execute(query_text(query), parameters or None))

    def set_variable(self, name: str, value: str | None) -> None:
        """Set a variable that named queries read with getvariable()."""
        self._guarded(lambda: self._con.execute(f"SET VARIABLE {_ident(name)} = $value", {"value": value}))

    def define(self, sql: str) -> None:
        """Make a temporary macro that named queries use; it lives as long as the store is open."""
        self._guarded(lambda: self._con.execute(sql))

    def delete(self, table: str, **equals: object) -> None:
        """Delete the rows whose columns equal the given values, all rows where none is given."""
        where = " AND ".join(["true", *(f"{_ident(k)} = ${k}" for k in equals)])
        self._guarded(
            lambda: self._con.execute(f"DELETE FROM {_ident(table)} WHERE {where}", dict(equals) or None)
        )

    def redact_rows(self, text: Callable[..., str], holds: Callable[[str], bool]) -> int:
        """Overwrite a person's names in every text column (storage/redact.py); returns how many cells changed."""
        from horizon.storage.redact import redact_tables

        return self._guarded(lambda: redact_tables(self._con, text, holds))

    # ---------------------------------------------------------------- ledger

    def finished_run(
        self, stage: str, window: Window, *, inputs_hash: str, config_hash: str, code_version: str
    ) -> str | None:
        """Id of a run that already did this window from these very inputs (any as_of up to the window's), else None."""
        found = self.scalar(
            "ledger/finished_run",
            stage=stage,
            window_start=window.start,
            window_end=window.end,
            as_of=window.as_of,
            inputs_hash=inputs_hash,
            config_hash=config_hash,
            code_version=code_version,
        )
        return None if found is None else str(found)

    def record_run(
        self,
        report: StageReport,
        *,
        inputs_hash: str,
        config_hash: str,
        code_version: str,
        started_at: datetime,
        model_ids: Iterable[str] = (),
    ) -> None:
        """Write the ledger row of a run; call it inside the transaction that writes the run's data."""
        row = {
            "run_id": report.run_id,
            "stage": report.stage,
            "window_start": report.window.start,
            "window_end": report.window.end,
            "as_of": report.window.as_of,
            "inputs_hash": inputs_hash,
            "config_hash": config_hash,
            "code_version": code_version,
            "model_ids": tuple(model_ids),
            "counts": json.dumps(dict(report.counts), sort_keys=True),
            "notes": tuple(report.notes),
            "started_at": started_at,
            "seconds": report.seconds,
        }
        self.append("core_run", [row])

    # ---------------------------------------------------------------- publishing

    @contextmanager
    def little_memory(self, limit: str = BUILD_MEMORY) -> Iterator[None]:
        """Keeps DuckDB within a limit and gives its cache back at the end; what does not fit is spilled to disk.

        A wish: a backend that holds nothing in this process may do nothing.
        """
        with suppress(duckdb.OutOfMemoryException):  # more than that is in use already
            self._con.execute(f"SET memory_limit = '{limit}'")
        try:
            yield
        finally:
            with suppress(duckdb.OutOfMemoryException):  # what can not be let go is in use
                self._con.execute("SET memory_limit = '100MB'")
            self._guarded(lambda: self._con.execute("RESET memory_limit"))

    def build_file(self, path: Path, version: str, fill: Callable[[duckdb.DuckDBPyConnection], None]) -> None:
        """Make a new database file in storage format `version`, attached as `public_file` while `fill` writes it.

        The private tables are read in one snapshot. On any error the attached file is let go; the caller removes it.
        """

        def build() -> None:
            self._con.execute(
                f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS public_file (STORAGE_VERSION '{version}')"
            )
            try:
                self._con.execute("BEGIN")
                try:
                    fill(self._con)
                except BaseException:
                    with suppress(duckdb.Error):
                        self._con.execute("ROLLBACK")
                    raise
                self._con.execute("COMMIT")
                self._con.execute("CHECKPOINT public_file")
            finally:
                with suppress(duckdb.Error):
                    self._con.execute("DETACH public_file")

        self._guarded(build)

    # ---------------------------------------------------------------- inside

    def _from_batch(self, sql: str, batch: pa.Table) -> int:
        """Run a statement that reads the records as `batch`; returns how many rows it wrote."""

        def run() -> int:
            with self._lent({"batch": batch}):
                written = self._con.execute(sql).fetchone()
            return int(written[0]) if written else 0

        return self._guarded(run)

    @contextmanager
    def _lent(self, tables: Mapping[str, pa.Table]) -> Iterator[None]:
        """Arrow tables that a statement reads by name, for as long as it runs."""
        try:
            for name, table in tables.items():
                self._con.register(name, table)
            yield
        finally:
            for name in tables:
                self._con.unregister(name)

    def _guarded(self, action: Callable[[], T]) -> T:
        """Run one database action; a full disk or a damaged file becomes our error with the mend."""
        try:
            return action()
        except duckdb.OutOfMemoryException as exc:
            raise StoreFullError(
                f"{self.folder or Path('memory')}: too little memory, and no room on the disk to make up for it ({exc}). "
                "Free disk space; what was committed before is safe."
            ) from exc
        except (duckdb.IOException, duckdb.FatalException, duckdb.TransactionException, OSError) as exc:
            if is_full(exc):
                raise disk_error(self.folder or Path("memory"), exc) from exc
            raise StoreDamagedError(
                f"{self.folder}: the store failed ({exc}). Run `horizon doctor`."
            ) from exc


def _with_run(batch: pa.Table, run_id: str | None) -> pa.Table:
    if run_id is None:
        return batch
    column = pa.array([run_id] * batch.num_rows)
    if "run_id" in batch.column_names:
        return batch.set_column(batch.column_names.index("run_id"), "run_id", column)
    return batch.append_column("run_id", column)


def _ident(name: str) -> str:
    """A table or column name, refused unless it is a plain identifier: names are never values."""
    if not name.replace("_", "").isalnum():
        raise ValueError(f"not an identifier: {name!r}")
    return name


def _connect(path: Path | None) -> duckdb.DuckDBPyConnection:
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "storage_compatibility_version": STORAGE_VERSION,
    }
    try:
        connection = duckdb.connect(str(path) if path else ":memory:", config=config)
    except duckdb.IOException as exc:
        if "lock" in str(exc).lower():
            raise StoreBusyError(
                f"{path}: opened by another program. Close it there (readers use the published file)."
            ) from exc
        if is_full(exc):
            raise disk_error(path or Path("memory"), exc) from exc
        raise StoreDamagedError(
            f"{path}: can not be opened ({exc}). Restore a backup with `horizon restore`."
        ) from exc
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def is_full(exc: BaseException) -> bool:
    """Whether an error says that the disk is full."""
    text = str(exc).lower()
    return "no space" in text or "disk full" in text or getattr(exc, "errno", None) == errno.ENOSPC
