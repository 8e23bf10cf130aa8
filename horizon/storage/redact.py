"""Forgetting a person: the one exception to "raw never changes".

The name is overwritten by blocks of the same length, so that every offset stays right: in all text columns of the private
store, in raw bodies (whose file keeps the old hash as its name; core_redacted_body says so), in published files and their dated
copies, and in written digests and packs. Databases are then copied row by row into new files, so that no freed block keeps
the words.
"""

from __future__ import annotations

import hashlib
import html
import os
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

import duckdb
import zstandard

from horizon.storage.published import OFFLINE, PUBLISHED_VERSION
from horizon.storage.store import FILE_NAME, STORAGE_VERSION, Store, disk_error, hold_lock

BLOCK = "█"
TEXT_FILES = (".html", ".md", ".json", ".atom", ".xml", ".bib", ".csv", ".eml", ".txt", ".ics")
READ_TABLES = ("read_document_no", "read_posting", "read_topic_member", "read_story_member", "read_judgement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was redacted."""

    tombstone_id: str
    n_rows: int
    n_bodies: int
    n_files: int


class Redaction:
    """Overwrites a person's names. names: full names (two words or more), as the store spells them."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(sorted({" ".join(n.split()) for n in names}, key=lambda n: (-len(n), n)))
        if not self.names or any(len(n.split()) < 2 for n in self.names):
            raise ValueError("a person is forgotten by full name: given name and surname")
        self._full = re.compile(
            "|".join(r"\s+".join(map(re.escape, n.split())) for n in self.names), re.IGNORECASE
        )
        surnames = sorted({n.split()[-1] for n in self.names}, key=lambda n: (-len(n), n))
        # not where it is the first word of another name: a firm called after its founder
        self._surname = re.compile(
            rf"(?<!\w)(?:{'|'.join(map(re.escape, surnames))})(?=s?(?!\w))(?!s?[ -][A-ZÅÄÖÉ])"
        )
        self.words = tuple(sorted({w.casefold() for n in self.names for w in n.split()}))

    def holds(self, text: str) -> bool:
        """Whether a text names the person in full."""
        return bool(self._full.search(text))

    def text(self, text: str, *, about: bool = False) -> str:
        """A text without the names, as long as before. about: the text is of a document that names the person in full."""
        full = self._full.search(text) is not None
        redacted = self._full.sub(lambda m: BLOCK * len(m.group(0)), text)
        return self._surname.sub(lambda m: BLOCK * len(m.group(0)), redacted) if full or about else redacted

    def bytes(self, body: bytes) -> bytes:
        """A body without the names, in the encodings and escapes that feeds use; as long as before."""
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1252"):
            for name in self.names:
                for spelt in {
                    name,
                    html.escape(name),
                    name.encode("ascii", "xmlcharrefreplace").decode(),
                    name.replace(" ", "&#160;"),
                    _hex(name),
                    _json(name),
                }:
                    try:
                        wanted = spelt.encode(encoding)
                    except UnicodeEncodeError:
                        continue
                    body = re.sub(
                        re.escape(wanted), lambda m: b"x" * len(m.group(0)), body, flags=re.IGNORECASE
                    )
        return body


def _hex(name: str) -> str:
    return "".join(c if c.isascii() else f"&#x{ord(c):x};" for c in name)


def _json(name: str) -> str:
    return "".join(c if c.isascii() else f"\\u{ord(c):04x}" for c in name)


def forget(
    store: Store, redaction: Redaction, *, files: Sequence[Path], name_hash: str, now: datetime, reason: str
) -> Forgotten:
    """Redact the open private store, its bodies and the given files (databases, texts, DOCX); writes the tombstone.

    Raises StoreFullError when the disk is full. Call `compact` on the store's folder after it was closed.
    """
    n_bodies = _bodies(store, redaction, now)
    with store.transaction():
        n_rows = store.redact_rows(redaction.text, redaction.holds)
        for table in READ_TABLES:
            store.delete(table)
    n_files = 0
    for path in files:
        n_files += _file(path, redaction)
    tombstone = hashlib.sha256(f"{name_hash}|{now.isoformat()}".encode()).hexdigest()[:12]
    made = Forgotten(tombstone_id=f"tomb-{tombstone}", n_rows=n_rows, n_bodies=n_bodies, n_files=n_files)
    store.append(
        "core_tombstone",
        [{"tombstone_id": made.tombstone_id, "name_hash": name_hash, "forgotten_at": now, "reason": reason,
          "n_bodies": n_bodies, "n_rows": n_rows, "n_files": n_files}],
    )  # fmt: skip
    return made


def _bodies(store: Store, redaction: Redaction, now: datetime) -> int:
    changed = []
    for body_hash in store.arrow("doctor/bodies").column("body_hash").to_pylist():
        if body_hash is None or body_hash not in store.bodies:
            continue
        body = store.bodies.get(body_hash)
        redacted = redaction.bytes(body)
        if redacted != body:
            store.bodies.overwrite(body_hash, redacted)
            changed.append(
                {
                    "body_hash": body_hash,
                    "redacted_hash": hashlib.sha256(redacted).hexdigest(),
                    "redacted_at": now,
                }
            )
    store.append("core_redacted_body", changed)
    return len(changed)


def _file(path: Path, redaction: Redaction) -> int:
    """1 when a file was changed."""
    try:
        if path.suffix == ".duckdb":
            return _database(path, redaction)
        if path.suffix == ".zst":
            old = zstandard.ZstdDecompressor().decompress(path.read_bytes())
            new = redaction.bytes(old)
            return _put(path, zstandard.compress(new, 6)) if new != old else 0
        if path.suffix == ".docx":
            return _docx(path, redaction)
        text = path.read_text(encoding="utf-8")
        if not redaction.holds(text):
            return 0
        return _put(path, redaction.text(text).encode())
    except OSError as exc:
        raise disk_error(path, exc) from exc


def _put(path: Path, content: bytes) -> int:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_bytes(content)
    part.chmod(path.stat().st_mode)
    part.replace(path)
    return 1


def _docx(path: Path, redaction: Redaction) -> int:
    buffer, changed = BytesIO(), False
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            content = old.read(item.filename)
            if item.filename.endswith(".xml"):
                text = content.decode("utf-8")
                redacted = redaction.text(text)
                changed |= redacted != text
                content = redacted.encode()
            new.writestr(item, content)
    return _put(path, buffer.getvalue()) if changed else 0


def _database(path: Path, redaction: Redaction) -> int:
    """A published file or a backup: redacted in a copy, copied into a fresh file, put in place."""
    copy, fresh = path.with_name(f".{path.stem}-old.part"), path.with_name(f".{path.stem}-new.part")
    try:
        copy.write_bytes(path.read_bytes())
        with duckdb.connect(str(copy), config=OFFLINE) as con:
            con.execute("SET TimeZone = 'UTC'")
            n = redact_tables(con, redaction.text, redaction.holds)
            if con.execute(
                "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'search_postings'"
            ).fetchone() != (0,):
                con.execute(
                    "DELETE FROM horizon.search_postings WHERE term IN (SELECT unnest($words))",
                    {"words": list(redaction.words)},
                )
        if n:
            version = STORAGE_VERSION if path.name == FILE_NAME else PUBLISHED_VERSION
            _fresh(copy, fresh, version)
            fresh.chmod(path.stat().st_mode)
            fresh.replace(path)
        return int(n > 0)
    finally:
        for left in (copy, fresh, copy.with_name(copy.name + ".wal")):
            left.unlink(missing_ok=True)


def redact_tables(con: duckdb.DuckDBPyConnection, text: object, holds: object) -> int:
    """Overwrite the names in every text column of every table; returns how many cells changed.

    A cell is read for the surname alone where it names the person in full or its row is of a document that does.
    """
    assert callable(text) and callable(holds)
    columns = con.execute(
        "SELECT c.schema_name, c.table_name, c.column_name, c.data_type FROM duckdb_columns() AS c "
        "JOIN duckdb_tables() AS t USING (database_name, schema_name, table_name) "
        "WHERE c.database_name = current_database() AND c.data_type IN ('VARCHAR', 'VARCHAR[]') ORDER BY ALL"
    ).fetchall()
    about = _documents(con, columns, holds)
    n = 0
    for schema, table, column, kind in columns:
        if column in (
            "doc_id",
            "run_id",
            "entry_hash",
            "body_hash",
            "text_hash",
            "origin_id",
            "claim_id",
            "policy_date_id",
        ):
            continue
        key = "doc_id" if any(c[:3] == (schema, table, "doc_id") for c in columns) else None
        name = f'"{schema}"."{table}"'
        cells = con.execute(
            f'SELECT rowid, "{column}"{", doc_id" if key else ""} FROM {name} WHERE "{column}" IS NOT NULL'
        ).fetchall()
        for row in cells:
            value = row[1]
            is_about = bool(key) and row[2] in about
            new = (
                text(value, about=is_about)
                if kind == "VARCHAR"
                else [None if v is None else text(v, about=is_about) for v in value]
            )
            if new != value:
                con.execute(
                    f'UPDATE {name} SET "{column}" = $value WHERE rowid = $rowid',
                    {"value": new, "rowid": row[0]},
                )
                n += 1
    return n


def _documents(
    con: duckdb.DuckDBPyConnection, columns: Sequence[tuple[str, str, str, str]], holds: object
) -> set[str]:
    """Documents whose stored text names the person in full."""
    assert callable(holds)
    found: set[str] = set()
    for schema, table in {(c[0], c[1]) for c in columns if c[1] in ("core_document", "document_versions")}:
        names = {c[2] for c in columns if c[:2] == (schema, table)}
        wanted = [c for c in ("title", "text", "author") if c in names]
        if "doc_id" in names and wanted:
            for row in con.execute(
                f'SELECT doc_id, {", ".join(wanted)} FROM "{schema}"."{table}"'
            ).fetchall():
                if holds("\n".join(v for v in row[1:] if v)):
                    found.add(row[0])
    return found


def _fresh(source: Path, target: Path, version: str) -> None:
    target.unlink(missing_ok=True)
    with duckdb.connect(config=OFFLINE) as con:
        con.execute(f"ATTACH '{str(source).replace(chr(39), chr(39) * 2)}' AS old_file (READ_ONLY)")
        con.execute(
            f"ATTACH '{str(target).replace(chr(39), chr(39) * 2)}' AS new_file (STORAGE_VERSION '{version}')"
        )
        con.execute("COPY FROM DATABASE old_file TO new_file")
        con.execute("CHECKPOINT new_file")


def compact(store_folder: Path) -> None:
    """Copy a closed private store into a fresh file, so that overwritten words lie in no freed block. Raises StoreBusyError."""
    live, fresh = store_folder / FILE_NAME, store_folder / f".{FILE_NAME}.part"
    lock = hold_lock(store_folder / "horizon.lock")
    try:
        with duckdb.connect(str(live), config=OFFLINE) as con:
            con.execute("CHECKPOINT")
        _fresh(live, fresh, STORAGE_VERSION)
        fresh.replace(live)
    except OSError as exc:
        raise disk_error(live, exc) from exc
    finally:
        fresh.unlink(missing_ok=True)
        os.close(lock)
