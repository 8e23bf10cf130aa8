"""Schema versions: numbered SQL files, each applied once in its own transaction with a checksum."""

from __future__ import annotations

import hashlib
from importlib import resources

import duckdb

from horizon.errors import StoreVersionError


def known_migrations() -> list[tuple[int, str, str]]:
    """(version, name, SQL) of every migration the code carries, in order."""
    folder = resources.files("horizon.storage").joinpath("migrations")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return [(int(f.name.split("_")[0]), f.name, f.read_text(encoding="utf-8")) for f in files]


def migrate(connection: duckdb.DuckDBPyConnection) -> int:
    """Apply what is missing; returns the schema version. Raises StoreVersionError for a newer or altered schema."""
    connection.execute(
        "CREATE TABLE IF NOT EXISTS core_migration (version INTEGER, name TEXT, checksum TEXT, applied_at TIMESTAMPTZ)"
    )
    applied = dict(connection.execute("SELECT version, checksum FROM core_migration").fetchall())
    known = known_migrations()
    newest = known[-1][0]
    if applied and max(applied) > newest:
        raise StoreVersionError(
            f"the store has schema version {max(applied)}, this Horizon knows {newest}. Install the newer Horizon again."
        )
    for version, name, sql in known:
        checksum = hashlib.sha256(sql.encode()).hexdigest()
        if version in applied:
            if applied[version] != checksum:
                raise StoreVersionError(
                    f"migration {name} was changed after it was applied; restore the file as released."
                )
            continue
        connection.execute("BEGIN")
        try:
            connection.execute(sql)
            connection.execute(
                "INSERT INTO core_migration VALUES ($1, $2, $3, now())", [version, name, checksum]
            )
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
    return newest
