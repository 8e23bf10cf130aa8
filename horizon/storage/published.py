"""The published DuckDB file: the contract with strategists. Built beside, checked, then swapped in whole.

Each public table is one SELECT over the private store; what its columns mean travels inside the file as COMMENTs and as
the table data_dictionary (horizon/storage/dictionary.py).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from horizon.errors import ConfigError, StopRunError, StoreDamagedError
from horizon.storage import dictionary, read_models
from horizon.storage.dictionary import PublicTable
from horizon.storage.store import Store, disk_error

PUBLISHED_VERSION = "v1.4.0"  # storage format that older clients read too
OFFLINE: dict[str, Any] = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
WRITTEN_HERE = (
    "data_dictionary",
    "macros",
    "contract",
)  # tables made from the dictionary, not from the store


def publish(store: Store, target: Path, *, run_id: str, as_of: datetime, keep: int) -> Path:
    """Build the public file from what the store holds and swap it in; returns the dated copy's path.

    Readers that hold the old file keep it whole; new readers get the new one. Old dated copies beyond `keep` are removed.
    Raises StoreFullError or StoreDamagedError; the file in place is then untouched.
    """
    part = target.with_name(f".{target.name}.part")
    dated = target.with_name(f"{target.stem}-{as_of:%Y%m%dT%H%M%S}.duckdb")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove(part)
        _remove(part.with_name(part.name + ".wal"))
        with store.little_memory():
            read_models.refresh(store)
            store.build_file(part, PUBLISHED_VERSION, lambda con: _copy(con, run_id, as_of))
        _finish(part)
        _check(part)
        _fsync(part)
        part.chmod(0o444)
        _remove(dated)
        os.link(part, dated)  # the same bytes under a name that stays
        part.replace(target)
        _fsync(target.parent)
        for old in sorted(target.parent.glob(f"{target.stem}-*.duckdb"))[:-keep]:
            _remove(old)
    except OSError as exc:
        raise disk_error(target, exc) from exc
    return dated


def query(path: Path, sql: str, parameters: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
    """Rows of a query on a published file, opened read-only. Raises ConfigError for bad SQL or a missing file."""
    if not path.exists():
        raise ConfigError(f"{path}: nothing published yet; run `horizon scan` first")
    try:
        with duckdb.connect(
            str(path), read_only=True, config={**OFFLINE, "enable_external_access": "false"}
        ) as con:
            con.execute("SET TimeZone = 'UTC'")
            return list(
                con.execute(sql, dict(parameters) if parameters else None).to_arrow_table().to_pylist()
            )
    except duckdb.IOException as exc:
        raise StoreDamagedError(
            f"{path}: can not be opened ({exc}). Publish again with `horizon publish`."
        ) from exc
    except duckdb.Error as exc:
        raise ConfigError(f"the query failed: {exc}") from exc


def run_of(path: Path) -> str | None:
    """The run a published file is from; None when there is no file or it can not be read, so that it is published again."""
    try:
        return (
            str(query(path, "SELECT run_id FROM horizon.run_status")[0]["run_id"]) if path.exists() else None
        )
    except (StoreDamagedError, ConfigError):
        return None


def _copy(con: duckdb.DuckDBPyConnection, run_id: str, as_of: datetime) -> None:
    """Fill the attached database `public_file` with every table that is read from the private store."""
    con.execute("CREATE SCHEMA public_file.horizon")
    for table in dictionary.tables():
        if table.kind == "copied" and table.name not in WRITTEN_HERE:
            con.execute(
                f"CREATE TABLE public_file.horizon.{table.name} AS {table.select}",
                _used(table, run_id, as_of),
            )


def _used(table: PublicTable, run_id: str, as_of: datetime) -> dict[str, object] | None:
    values = {"run_id": run_id, "as_of": as_of}
    return {k: v for k, v in values.items() if f"${k}" in table.select} or None


def _finish(part: Path) -> None:
    """Add what the file says about itself: derived tables, views, macros, comments.

    Done in the file opened by its own name: a view made in an attached database would name that database.
    """
    with duckdb.connect(str(part), config={**OFFLINE, "memory_limit": "600MB"}) as con:
        con.execute("SET TimeZone = 'UTC'")
        con.execute("BEGIN")
        for table in dictionary.tables():
            if table.kind != "copied":
                what = "VIEW" if table.kind == "view" else "TABLE"
                con.execute(f"CREATE {what} horizon.{table.name} AS {table.select}")
        for macro in dictionary.macros():
            con.execute(macro.sql)
            kind = "MACRO TABLE" if macro.is_table else "MACRO"
            con.execute(f"COMMENT ON {kind} horizon.{macro.name} IS {_quoted(macro.comment)}")
        _describe(con)
        for table in dictionary.tables():
            _comment(con, table)
        con.execute("COMMIT")
        con.execute("CHECKPOINT")


def _comment(con: duckdb.DuckDBPyConnection, table: PublicTable) -> None:
    what = "VIEW" if table.kind == "view" else "TABLE"
    con.execute(f"COMMENT ON {what} horizon.{table.name} IS {_quoted(f'{table.comment} See {table.page}.')}")
    for column in table.columns:
        con.execute(f"COMMENT ON COLUMN horizon.{table.name}.{column.name} IS {_quoted(column.comment)}")


def _describe(con: duckdb.DuckDBPyConnection) -> None:
    """Write data_dictionary, macros and contract. Raises StopRunError where dictionary and tables differ."""
    for name in WRITTEN_HERE:
        con.execute(f"CREATE TABLE horizon.{name} AS {dictionary.table(name).select}")
    rows: list[dict[str, Any]] = []
    for table in dictionary.tables():
        real = {r[0]: r[1] for r in con.execute(f"DESCRIBE horizon.{table.name}").fetchall()}
        named = [column.name for column in table.columns]
        if list(real) != named:
            raise StopRunError(
                f"contract table {table.name}: the dictionary names {named}, the query gives {list(real)}"
            )
        rows += [
            {"table_name": table.name, "column_name": c.name, "position": i, "type": real[c.name], "meaning": c.meaning,
             "unit": c.unit, "null_rule": c.null_rule, "page": c.page}
            for i, c in enumerate(table.columns, 1)
        ]  # fmt: skip
    parameters = dict(
        con.execute(
            "SELECT function_name, parameters FROM duckdb_functions() WHERE schema_name = 'horizon'"
        ).fetchall()
    )
    macros = [
        {"macro_name": m.name, "parameters": parameters[m.name], "is_table": m.is_table, "meaning": m.comment,
         "example": m.example}
        for m in dictionary.macros()
    ]  # fmt: skip
    for name, records in zip(WRITTEN_HERE, (rows, macros, dictionary.changes()), strict=True):
        con.register("batch", pa.Table.from_pylist(records))
        con.execute(f"INSERT INTO horizon.{name} BY NAME SELECT * FROM batch")
        con.unregister("batch")


def _check(part: Path) -> None:
    """Open the finished file as a reader would: every table answers, none that the store fills is lost, all of one run."""
    if part.with_name(part.name + ".wal").exists():
        raise StoreDamagedError(f"{part}: left a write-ahead log; not published")
    with duckdb.connect(str(part), read_only=True, config={**OFFLINE, "memory_limit": "300MB"}) as con:
        for table in dictionary.tables():
            con.execute(f"SELECT * FROM horizon.{table.name} LIMIT 1").fetchall()
        said, held = con.execute(
            "SELECT (SELECT n_docs FROM horizon.run_status), (SELECT count(*) FROM horizon.documents)"
        ).fetchall()[0]
        if said != held:
            raise StoreDamagedError(
                f"{part}: the store holds {said} documents, the file {held}; not published"
            )


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
