"""Files for readers: written beside under a temporary name, then put in place whole."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from horizon.storage.store import disk_error

A_DAY = timedelta(days=1)  # no living run owns a temporary file that old


def write_text(path: Path, text: str) -> None:
    """Put UTF-8 text in place of a file so that no reader ever sees half of it. Raises StoreFullError."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Put bytes in place of a file so that no reader ever sees half of it. Raises StoreFullError."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        part.replace(path)
    except OSError as exc:
        part.unlink(missing_ok=True)
        raise disk_error(path, exc) from exc


def leftovers(folders: Iterable[Path], *, before: datetime | None = None) -> list[Path]:
    """Temporary files under some folders, in name order: all, or those last written before a moment."""
    found = {
        path for folder in folders if folder.exists() for path in folder.rglob(".*.part*") if path.is_file()
    }
    return sorted(p for p in found if before is None or p.stat().st_mtime < before.timestamp())
