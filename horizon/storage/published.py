"""The published DuckDB file: the contract with strategists. Built beside, checked, then swapped in whole.

Each public table is one SELECT over the private store, `contract/<table>.sql`; what its columns mean stands in
`contract/dictionary.toml` and travels inside the file as COMMENTs and as the table data_dictionary.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb

from horizon.errors import ConfigError, StopRunError, StoreDamagedError
from horizon.storage.store import Store, disk_error

PUBLISHED_VERSION = "v1.4.0"  # storage format that older clients read too


@dataclass(frozen=True, slots=True)
class PublicTable:
    """One table of the contract: what it holds, and each column's meaning in file order."""

    name: str
    comment: str
    page: str
    columns: tuple[tuple[str, str], ...]
    select: str


@cache
def contract() -> tuple[PublicTable, ...]:
    """Every public table, in the order of the dictionary."""
    folder = resources.files("horizon.storage").joinpath("contract")
    data = tomllib.loads(folder.joinpath("dictionary.toml").read_text(encoding="utf-8"))
    shared: dict[str, str] = data["shared"]
    return tuple(
        PublicTable(
            name=name,
            comment=item["comment"],
            page=item.get("page", ""),
            columns=tuple((column, text or shared[column]) for column, text in item["columns"].items()),
            select=folder.joinpath(f"{name}.sql").read_text(encoding="utf-8"),
        )
        for name, item in data["table"].items()
    )


def contract_changes() -> list[dict[str, Any]]:
    """The contract's change log, oldest first: version, changed_on, change."""
    text = (
        resources.files("horizon.storage").joinpath("contract", "dictionary.toml").read_text(encoding="utf-8")
    )
    return [dict(item) for item in tomllib.loads(text)["change"]]


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
        store.build_file(part, PUBLISHED_VERSION, lambda con: _fill(con, run_id, as_of))
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
    config: dict[str, Any] = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
                              "enable_external_access": "false"}  # fmt: skip
    try:
        with duckdb.connect(str(path), read_only=True, config=config) as con:
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
    """The run a published file is from; None when there is no file."""
    return str(query(path, "SELECT run_id FROM horizon.run_status")[0]["run_id"]) if path.exists() else None


def _fill(con: duckdb.DuckDBPyConnection, run_id: str, as_of: datetime) -> None:
    """Create every public table in the attached database `public_file`."""
    con.execute("CREATE SCHEMA public_file.horizon")
    for table in contract():
        con.execute(
            f"CREATE TABLE public_file.horizon.{table.name} AS {table.select}", _used(table, run_id, as_of)
        )
        _comment(con, table)
    _dictionary(con)


def _used(table: PublicTable, run_id: str, as_of: datetime) -> dict[str, object] | None:
    values = {"run_id": run_id, "as_of": as_of}
    return {k: v for k, v in values.items() if f"${k}" in table.select} or None


def _comment(con: duckdb.DuckDBPyConnection, table: PublicTable) -> None:
    con.execute(f"COMMENT ON TABLE public_file.horizon.{table.name} IS {_quoted(table.comment)}")
    real = [row[0] for row in con.execute(f"DESCRIBE public_file.horizon.{table.name}").fetchall()]
    named = [name for name, _ in table.columns]
    if real != named:
        raise StopRunError(
            f"contract table {table.name}: the dictionary names {named}, the query gives {real}"
        )
    for name, text in table.columns:
        con.execute(f"COMMENT ON COLUMN public_file.horizon.{table.name}.{name} IS {_quoted(text)}")


def _dictionary(con: duckdb.DuckDBPyConnection) -> None:
    rows: list[Sequence[Any]] = []
    for table in contract():
        types = {r[0]: r[1] for r in con.execute(f"DESCRIBE public_file.horizon.{table.name}").fetchall()}
        rows += [
            (table.name, name, i, types[name], text, table.page)
            for i, (name, text) in enumerate(table.columns, 1)
        ]
    con.execute(
        "CREATE TABLE public_file.horizon.data_dictionary (table_name TEXT, column_name TEXT, position INTEGER, "
        "type TEXT, meaning TEXT, page TEXT)"
    )
    con.executemany("INSERT INTO public_file.horizon.data_dictionary VALUES (?, ?, ?, ?, ?, ?)", rows)
    con.execute("CREATE TABLE public_file.horizon.contract (version INTEGER, changed_on DATE, change TEXT)")
    changes = [(c["version"], c["changed_on"], c["change"]) for c in contract_changes()]
    con.executemany("INSERT INTO public_file.horizon.contract VALUES (?, ?, ?)", changes)
    con.execute(
        "COMMENT ON TABLE public_file.horizon.data_dictionary IS 'Meaning, unit and null rule of every column.'"
    )
    con.execute(
        "COMMENT ON TABLE public_file.horizon.contract IS 'Version of this contract and what each version changed.'"
    )


def _check(part: Path) -> None:
    """Open the finished file as a reader would and read every table once."""
    if part.with_name(part.name + ".wal").exists():
        raise StoreDamagedError(f"{part}: left a write-ahead log; not published")
    with duckdb.connect(str(part), read_only=True) as con:
        for table in contract():
            con.execute(f"SELECT count(*) FROM horizon.{table.name}").fetchall()


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
