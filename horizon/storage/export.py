"""Every table and view of the published file as Parquet or CSV, with the dictionary beside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import duckdb

from horizon.errors import ConfigError, StoreDamagedError
from horizon.storage import dictionary, published
from horizon.storage.files import write_text
from horizon.storage.store import disk_error, is_full

Form = Literal["parquet", "csv"]
OPTIONS = {"parquet": "FORMAT parquet, COMPRESSION zstd", "csv": "FORMAT csv, HEADER"}


def export(file: Path, folder: Path, *, form: Form, names: Sequence[str] = ()) -> list[Path]:
    """Write the named tables (all when none is named) to folder/<table>.<form>; returns the files made.

    data_dictionary.json and data_dictionary.csv stand beside them. In CSV a list is a JSON array. Each file appears
    whole. Raises ConfigError for an unknown table or a missing published file, StoreFullError for a full disk.
    """
    if not file.exists():
        raise ConfigError(f"{file}: nothing published yet; run `horizon scan` first")
    known = [t.name for t in dictionary.tables()]
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise ConfigError(f"--table {unknown[0]!r}: no such table; there are: {', '.join(known)}")
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    try:
        with duckdb.connect(str(file), read_only=True, config=published.OFFLINE) as con:
            con.execute("SET TimeZone = 'UTC'")
            for name in names or known:
                made.append(_write(con, name, folder / f"{name}.{form}", form))
            _write(con, "data_dictionary", folder / "data_dictionary.csv", "csv")
    except duckdb.IOException as exc:
        if is_full(exc):
            raise disk_error(folder, exc) from exc
        raise StoreDamagedError(
            f"{file}: can not be exported ({exc}). Publish again with `horizon publish`."
        ) from exc
    rows = published.query(file, "FROM horizon.data_dictionary ORDER BY table_name, position")
    chosen = [row for row in rows if row["table_name"] in (names or known)]
    write_text(folder / "data_dictionary.json", json.dumps(chosen, ensure_ascii=False, indent=1))
    return made


def _write(con: duckdb.DuckDBPyConnection, name: str, path: Path, form: Form) -> Path:
    part = path.with_name(f".{path.name}.part")
    columns = con.execute(f"DESCRIBE horizon.{name}").fetchall()
    chosen = ", ".join(
        f'to_json("{column}")::VARCHAR AS "{column}"'
        if form == "csv" and kind.endswith("[]")
        else f'"{column}"'
        for column, kind, *_ in columns
    )
    where = str(part).replace("'", "''")
    con.execute(f"COPY (SELECT {chosen} FROM horizon.{name}) TO '{where}' ({OPTIONS[form]})")
    part.replace(path)
    return path
