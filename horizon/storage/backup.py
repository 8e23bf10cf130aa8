"""Backups of the private store: a checkpointed copy of its file with a manifest, and a pool of bodies shared by all backups."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from horizon.errors import ConfigError, StoreDamagedError
from horizon.storage.store import FILE_NAME, LOCK_NAME, Store, disk_error, hold_lock

MANIFEST = "manifest.json"
BODIES = "bodies"
CHUNK = 1 << 22


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: its folder and what its manifest says."""

    folder: Path
    made_at: str
    sha256: str
    n_bytes: int
    n_rows: dict[str, int]  # by table
    n_bodies: int  # in the shared pool when it was made

    @property
    def file(self) -> Path:
        return self.folder / FILE_NAME


def back_up(store_folder: Path, target: Path, *, now: datetime, keep: int) -> Backup:
    """Copy the store to target/<moment>/ and its bodies to target/bodies/; the `keep` newest backups stay.

    The copy is read back and compared before the manifest, which makes it a backup, is written. Raises StoreBusyError,
    StoreDamagedError, StoreFullError, or ConfigError when there is no store.
    """
    live = store_folder / FILE_NAME
    if not live.exists():
        raise ConfigError(f"{live}: there is no store to back up; run `horizon scan` first")
    with Store.open(store_folder) as store:
        # closing checkpoints: from then on the file alone is the whole store
        n_rows = {table: store.count(table) for table in store.tables()}
    folder = target / f"{now:%Y%m%dT%H%M%SZ}"
    try:
        with _locked(store_folder):
            if live.with_name(live.name + ".wal").exists():
                raise StoreDamagedError(
                    f"{live}: a write-ahead log is left after closing; run `horizon doctor`"
                )
            folder.mkdir(parents=True, exist_ok=True)
            digest = _copy(live, folder / FILE_NAME)
            n_bodies = _copy_bodies(store_folder / BODIES, target / BODIES)
        made = Backup(folder, now.isoformat(), digest, (folder / FILE_NAME).stat().st_size, n_rows, n_bodies)
        _verify(made)
        text = {k: getattr(made, k) for k in ("made_at", "sha256", "n_bytes", "n_rows", "n_bodies")}
        _write(folder / MANIFEST, json.dumps(text, indent=1))
        for old in known(target)[:-keep]:
            shutil.rmtree(old.folder)
    except OSError as exc:
        raise disk_error(target, exc) from exc
    return made


def known(target: Path) -> list[Backup]:
    """The complete backups under a folder, oldest first; one without a manifest was never finished."""
    found = []
    for path in sorted(target.glob(f"*/{MANIFEST}")):
        found.append(Backup(path.parent, **json.loads(path.read_text(encoding="utf-8"))))
    return found


def restore(store_folder: Path, backup: Backup, *, now: datetime) -> Path | None:
    """Put a backup in place of the store; returns where the files that were there now lie, None when there were none.

    Nothing is deleted. Raises StoreBusyError, StoreFullError, or StoreDamagedError when the backup itself is damaged; the
    store is then untouched.
    """
    _verify(backup)
    aside = store_folder / f"replaced-{now:%Y%m%dT%H%M%SZ}"
    live = store_folder / FILE_NAME
    part = live.with_name(f".{FILE_NAME}.part")
    try:
        store_folder.mkdir(parents=True, exist_ok=True)
        with _locked(store_folder):
            _copy(backup.file, part)
            old = [p for p in (live, live.with_name(live.name + ".wal")) if p.exists()]
            for path in old:  # the file never without its log
                aside.mkdir(exist_ok=True)
                path.replace(aside / path.name)
            part.replace(live)
            _sync(store_folder)
            _copy_bodies(backup.folder.parent / BODIES, store_folder / BODIES)
    except OSError as exc:
        raise disk_error(store_folder, exc) from exc
    return aside if old else None


def _verify(backup: Backup) -> None:
    """Raise StoreDamagedError unless the copy has the bytes and the rows that were backed up."""
    if not backup.file.exists() or _sha256(backup.file) != backup.sha256:
        raise StoreDamagedError(
            f"{backup.file}: not what was backed up; take another backup (`horizon restore --list`)"
        )


def _copy_bodies(source: Path, target: Path) -> int:
    """Copy the bodies that are not there yet, whole or not at all; returns how many there are now."""
    there = {p.name for p in target.glob("*/*.zst")}
    for path in sorted(source.glob("*/*.zst")):
        if path.name not in there:
            place = target / path.parent.name / path.name
            place.parent.mkdir(parents=True, exist_ok=True)
            part = place.with_name(f".{path.name}.part")
            shutil.copyfile(path, part)
            _sync(part)
            part.replace(place)
            there.add(path.name)
    return len(there)


def _copy(source: Path, target: Path) -> str:
    """Copy a file, flushed to disk; returns the SHA-256 of what was read."""
    digest = hashlib.sha256()
    with source.open("rb") as reading, target.open("wb") as writing:
        while block := reading.read(CHUNK):
            digest.update(block)
            writing.write(block)
        writing.flush()
        os.fsync(writing.fileno())
    return digest.hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _write(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8")
    _sync(part)
    part.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _locked(store_folder: Path) -> Iterator[None]:
    handle = hold_lock(store_folder / LOCK_NAME)
    try:
        yield
    finally:
        os.close(handle)
